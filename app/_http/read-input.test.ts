import { expect, test } from "vitest";
import type { z } from "zod";
import { ChangeIntegration } from "@/lib/integrations/contract";
import { CreateArticle } from "@/lib/knowledge/contract";
import { readBody } from "./read-input";

const sent = (body: object, schema: z.ZodType = ChangeIntegration) =>
  readBody(
    schema,
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

test("what is wrong is said for people: what a field takes, and how far off it is", async () => {
  const tags = Array.from({ length: 13 }, (_, index) => `tag-${index}`);
  await expect(sent({ title: " ", body: "x".repeat(99_999), tags, fault: 7 }, CreateArticle)).rejects.toMatchObject({
    details: {
      issues: [
        { path: "title", message: "Write something" },
        { path: "body", message: "At most 20,000 characters; it has 99,999" },
        { path: "tags", message: "At most 10 entries; it has 13" },
        { path: "fault", message: "This must be text" },
      ],
    },
  });
  await expect(sent({}, CreateArticle)).rejects.toMatchObject({ message: "title: This is missing" });
});
