import { z } from "zod";
import { ApiKeyView, CreateApiKey, NewApiKey, RenameApiKey, RotateApiKey, RotateByName } from "../../keys/contract";
import { endpoint } from "../endpoint";

const area = "settings";
const params = { id: "{api_key_id}" };

export const apiKeys = {
  list: endpoint({
    method: "GET",
    path: "/settings/api-keys",
    area,
    scope: "admin",
    summary: "The API keys, without their secrets",
    description: "Keys that live come first; revoked ones are shown for 30 days.",
    answer: z.array(ApiKeyView),
    examples: [{ summary: "All of them" }],
  }),
  create: endpoint({
    method: "POST",
    path: "/settings/api-keys",
    area,
    scope: "admin",
    summary: "Make an API key; its secret is shown once",
    description: "A key can do at most what you can do, and never hand the organization to somebody else.",
    body: CreateApiKey,
    answer: NewApiKey,
    status: 201,
    message: "API key made",
    examples: [
      { summary: "For a status page", body: { name: "Status page", scope: "read" } },
      {
        summary: "For a pipeline, until it is replaced",
        body: { name: "Deploy pipeline", scope: "respond", expires_at: "2099-01-01T00:00:00Z" },
      },
    ],
  }),
  rename: endpoint({
    method: "PATCH",
    path: "/settings/api-keys/{id}",
    area,
    scope: "admin",
    summary: "Give an API key another name",
    body: RenameApiKey,
    answer: ApiKeyView,
    message: "API key renamed",
    examples: [{ summary: "After what uses it", params, body: { name: "Chat bot" } }],
  }),
  rotate: endpoint({
    method: "POST",
    path: "/settings/api-keys/{id}/rotate",
    area,
    scope: "admin",
    summary: "Give an API key a new secret; the old one works a while longer",
    description:
      "Roll the new secret out within `overlap_minutes` (an hour when left out, 0 to end it and every older one at once, and open invitations that the key made). With more than 0, rotating again shortens no overlap that was promised.",
    body: RotateApiKey,
    answer: NewApiKey,
    message: "API key rotated",
    examples: [{ summary: "With a day to roll it out", params, body: { overlap_minutes: 1_440 } }],
  }),
  revoke: endpoint({
    method: "DELETE",
    path: "/settings/api-keys/{id}",
    area,
    scope: "admin",
    summary: "End an API key at once, and close its open connections",
    description: "Open invitations that it made end too.",
    answer: z.null(),
    message: "API key revoked",
    examples: [{ summary: "It has leaked", params }],
  }),
  rotateByName: endpoint({
    method: "POST",
    path: "/security/rotate-api-key",
    area: "security",
    scope: "admin",
    summary: "Rotate the API key with a name",
    query: RotateByName,
    answer: NewApiKey,
    message: "API key rotated",
    refusals: ["not_found"],
    examples: [{ summary: "The key of a service", query: { service: "{api_key_name}" } }],
  }),
};
