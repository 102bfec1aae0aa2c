import { z } from "zod";
import {
  AcceptInvitation,
  CreateInvitation,
  InvitationView,
  JoinByInvitation,
  Joined,
  NewInvitation,
} from "../../people/contract";
import { endpoint } from "../endpoint";

const area = "settings";
const body = { token: "nsi_the-last-part-of-the-link" };

export const invitations = {
  list: endpoint({
    method: "GET",
    path: "/settings/invitations",
    area,
    scope: "admin",
    summary: "Invitations that nobody has used or revoked, newest first",
    answer: z.array(InvitationView),
    examples: [{ summary: "All of them" }],
  }),
  create: endpoint({
    method: "POST",
    path: "/settings/invitations",
    area,
    scope: "admin",
    summary: "Make a link that lets one person in",
    description:
      "The link is in this answer and nowhere else. Nobody invites above their own role; a key counts as an admin. The link is worth what its maker may hand out when it is opened.",
    body: CreateInvitation,
    answer: NewInvitation,
    status: 201,
    message: "Invitation made; hand out its link",
    examples: [
      {
        summary: "A responder, for three days",
        body: { email: "ada@example.com", role: "responder", expires_in_days: 3 },
      },
      { summary: "Whoever gets the link, to look on", body: { role: "viewer" } },
    ],
  }),
  renew: endpoint({
    method: "POST",
    path: "/settings/invitations/{id}/renew",
    area,
    scope: "admin",
    summary: "Make a new link for an invitation; the old one ends",
    answer: NewInvitation,
    message: "New link made",
  }),
  revoke: endpoint({
    method: "DELETE",
    path: "/settings/invitations/{id}",
    area,
    scope: "admin",
    summary: "End an invitation",
    answer: z.null(),
    message: "Revoked",
  }),
  accept: endpoint({
    method: "POST",
    path: "/invitations/accept",
    area,
    scope: "anyone",
    summary: "Make an account by an invitation",
    description: "409 when the address has an account already: sign in with it and join instead.",
    body: AcceptInvitation,
    answer: Joined,
    status: 201,
    message: "Welcome; sign in with what you chose",
    refusals: ["not_found", "forbidden"],
    examples: [
      {
        summary: "A link that is not open any more",
        body: { ...body, name: "Ada", email: "ada@example.com", password: "a long enough password" },
        status: 404,
      },
    ],
  }),
  join: endpoint({
    method: "POST",
    path: "/invitations/join",
    area,
    scope: "person",
    summary: "Join by an invitation with the account you are signed in with",
    description: "The session is in that organization afterwards.",
    body: JoinByInvitation,
    answer: Joined,
    message: "Joined",
    refusals: ["not_found"],
    examples: [{ summary: "A link that is not open any more", body, status: 404 }],
  }),
};
