import { z } from "zod";
import { ChangedMember, ChangeRole, EndedKeys, KnownKey, KnownKeysQuery, MemberView } from "../../people/contract";
import { endpoint } from "../endpoint";

const area = "settings";

export const members = {
  list: endpoint({
    method: "GET",
    path: "/settings/members",
    area,
    scope: "read",
    summary: "Everybody in the organization",
    answer: z.array(MemberView),
    examples: [{ summary: "All of them" }],
  }),
  changeRole: endpoint({
    method: "PATCH",
    path: "/settings/members/{id}",
    area,
    scope: "admin",
    summary: "Give a member another role",
    description:
      "Holds from the member's next call on. Nobody gives a role above their own or touches somebody above them (a key counts as an admin), and the last owner stays one. Invitations of theirs that go beyond the new role end, and so do API keys whose secret they were shown and that may do more than they may now: they are in the answer.",
    body: ChangeRole,
    answer: ChangedMember,
    message: "Role changed",
    examples: [{ summary: "May only look from now on", params: { id: "{member_id}" }, body: { role: "viewer" } }],
  }),
  knownKeys: endpoint({
    method: "GET",
    path: "/settings/members/{id}/api-keys",
    area,
    scope: "admin",
    summary: "API keys that end when a member gets a lower role, or goes",
    description: "Those whose secret they were shown, and that may do more than they will.",
    query: KnownKeysQuery,
    answer: z.array(KnownKey),
    examples: [
      { summary: "If they go", params: { id: "{member_id}" } },
      { summary: "If they may only look from then on", params: { id: "{member_id}" }, query: { role: "viewer" } },
    ],
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/settings/members/{id}",
    area,
    scope: "admin",
    summary: "Take somebody out of the organization",
    description:
      "Their sessions in it, the invitations they handed out and the API keys whose secret they were shown end at once; the keys are in the answer, also the calling one where it is among them. The last owner cannot be removed.",
    answer: EndedKeys,
    message: "Removed",
    examples: [{ summary: "Somebody who has left the team", params: { id: "{member_id}" } }],
  }),
  transferOwnership: endpoint({
    method: "POST",
    path: "/settings/members/{id}/transfer-ownership",
    area,
    scope: "person",
    needs: "own",
    summary: "Make this member an owner and yourself an admin",
    description: "Invitations that you made as an owner, for owners, end.",
    answer: MemberView,
    message: "Ownership transferred",
    examples: [{ summary: "By id", params: { id: "{member_id}" } }],
  }),
  leave: endpoint({
    method: "POST",
    path: "/settings/members/leave",
    area,
    scope: "person",
    summary: "Leave the organization",
    description: "The session ends, and so do API keys whose secret you were shown. The last owner cannot leave: 409.",
    answer: EndedKeys,
    message: "You have left",
  }),
};
