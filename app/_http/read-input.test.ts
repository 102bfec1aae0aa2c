import { expect, test } from "vitest";
import { ChangeIntegration } from "@/lib/integrations/contract";
import { readBody } from "./read-input";

const sent = (body: object) =>
  readBody(
    ChangeIntegration,
    new Request("http://localhost/", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );

test("a field that is not there is refused by its name, at any depth", async () => {
  await expect(sent({ sevrities: {}, mapping: { titel: "a", ttl: "b" } })).rejects.toMatchObject({
    code: "invalid",
    details: {
      issues: expect.arrayContaining([
        { path: "sevrities", message: "There is no such field" },
        { path: "mapping.titel", message: "There is no such field" },
        { path: "mapping.ttl", message: "There is no such field" },
      ]),
    },
  });
});
