import { z } from "zod";
import {
  ChangePassword,
  ConfirmWithCode,
  ConfirmWithPassword,
  ProfileView,
  RecoveryCodes,
  SecondFactorOffer,
  UpdateProfile,
} from "../../people/contract";
import { endpoint } from "../endpoint";

const area = "settings";
const scope = "person";

export const profile = {
  get: endpoint({
    method: "GET",
    path: "/settings/profile",
    area,
    scope,
    summary: "Your own account",
    answer: ProfileView,
    examples: [{ summary: "All of it" }],
  }),
  update: endpoint({
    method: "PATCH",
    path: "/settings/profile",
    area,
    scope,
    summary: "Change your name",
    body: UpdateProfile,
    answer: ProfileView,
    message: "Saved",
    examples: [{ summary: "Another name", body: { name: "Ada" } }],
  }),
  changePassword: endpoint({
    method: "POST",
    path: "/settings/profile/password",
    area,
    scope,
    summary: "Change your password",
    description: "All your other sessions end.",
    body: ChangePassword,
    answer: z.null(),
    message: "Password changed; your other sessions have ended",
    examples: [
      {
        summary: "From one to another",
        body: { current_password: "correct horse battery", new_password: "staple of another kind" },
      },
    ],
  }),
  beginSecondFactor: endpoint({
    method: "POST",
    path: "/settings/profile/second-factor",
    area,
    scope,
    summary: "Get a secret for your authenticator app",
    description: "Nothing is asked for at sign-in until a code of the app has been confirmed.",
    body: ConfirmWithPassword,
    answer: SecondFactorOffer,
    message: "Put it into your authenticator app, then confirm a code",
    examples: [
      { summary: "For an account that has no password", body: { password: "correct horse battery" }, status: 409 },
    ],
  }),
  confirmSecondFactor: endpoint({
    method: "POST",
    path: "/settings/profile/second-factor/confirm",
    area,
    scope,
    summary: "Turn the second factor on with a code of your app",
    body: ConfirmWithCode,
    answer: RecoveryCodes,
    message: "On; keep the recovery codes where the phone is not",
    examples: [{ summary: "Before there is a secret", body: { code: "123456" }, status: 409 }],
  }),
  newRecoveryCodes: endpoint({
    method: "POST",
    path: "/settings/profile/second-factor/recovery-codes",
    area,
    scope,
    summary: "Make new recovery codes; the old ones end",
    body: ConfirmWithPassword,
    answer: RecoveryCodes,
    examples: [
      { summary: "For an account that has no password", body: { password: "correct horse battery" }, status: 409 },
    ],
  }),
  disableSecondFactor: endpoint({
    method: "POST",
    path: "/settings/profile/second-factor/disable",
    area,
    scope,
    summary: "Turn the second factor off",
    body: ConfirmWithPassword,
    answer: z.null(),
    message: "Off",
    examples: [
      { summary: "For an account that has no password", body: { password: "correct horse battery" }, status: 409 },
    ],
  }),
  disconnectIdentity: endpoint({
    method: "DELETE",
    path: "/settings/profile/identities/{provider}",
    area,
    scope,
    summary: "Take an identity provider away from your account",
    answer: z.null(),
    message: "Disconnected",
  }),
};
