import { z } from "zod";
import { SessionView } from "../../auth/contract";
import { Joined, RevokedSessions, SwitchOrganization } from "../../people/contract";
import { endpoint } from "../endpoint";

const area = "settings";

export const sessions = {
  list: endpoint({
    method: "GET",
    path: "/sessions",
    area,
    scope: "person",
    summary: "Where you are signed in",
    answer: z.array(SessionView),
    examples: [{ summary: "All of them" }],
  }),
  revoke: endpoint({
    method: "DELETE",
    path: "/sessions/{id}",
    area,
    scope: "person",
    summary: "Sign out somewhere else, at once",
    answer: z.null(),
    message: "Signed out there",
  }),
  revokeOthers: endpoint({
    method: "POST",
    path: "/sessions/revoke-others",
    area,
    scope: "person",
    summary: "Sign out everywhere but here",
    answer: RevokedSessions,
    message: "Signed out everywhere else",
    examples: [{ summary: "Everywhere" }],
  }),
  switchOrganization: endpoint({
    method: "POST",
    path: "/sessions/switch-organization",
    area,
    scope: "person",
    summary: "Put this session into another of your organizations",
    body: SwitchOrganization,
    answer: Joined,
    message: "Switched",
    refusals: ["not_found"],
    examples: [
      {
        summary: "One that you do not belong to",
        body: { organization_id: "019a0000-0000-7000-8000-000000000000" },
        status: 404,
      },
    ],
  }),
};
