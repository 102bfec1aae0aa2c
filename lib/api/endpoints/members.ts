import { z } from "zod";
import { ChangeRole, MemberView } from "../../people/contract";
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
      "Holds from the member's next call on. Nobody gives a role above their own or touches somebody above them (a key counts as an admin), and the last owner stays one. Invitations of theirs that go beyond the new role end.",
    body: ChangeRole,
    answer: MemberView,
    message: "Role changed",
    examples: [{ summary: "May only look from now on", params: { id: "{member_id}" }, body: { role: "viewer" } }],
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/settings/members/{id}",
    area,
    scope: "admin",
    summary: "Take somebody out of the organization",
    description:
      "Their sessions in it and the invitations they handed out end at once. The last owner cannot be removed.",
    answer: z.null(),
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
    description: "The session ends. The last owner cannot leave: 409.",
    answer: z.null(),
    message: "You have left",
  }),
};
