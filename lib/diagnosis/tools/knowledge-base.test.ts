import { afterAll, expect, test } from "vitest";
import { createArticle } from "@/lib/knowledge";
import { closeDatabase } from "@/lib/platform/db";
import { newOrganization } from "@/test/organization";
import { findIncidentRow } from "../get-diagnosis";
import { placeOf } from "../place";
import { openFor } from "../practice.fixture";
import { knowledgeBase } from "./knowledge-base";

afterAll(closeDatabase);

test("an investigator reads what was written down here, as evidence", async () => {
  const organization = await newOrganization();
  await createArticle(organization.owner, { title: "Full cache", body: "The import fills it.", tags: ["import"] });
  const id = await openFor(organization.system, null, { health: 10, errorLines: [], metrics: {} });
  const place = await placeOf(organization.system, await findIncidentRow(organization.system, id));
  expect(await knowledgeBase.look(place, { query: "caches" })).toMatchObject({
    source: "knowledge_base",
    command: 'nightshift knowledge-base "caches"',
    text: expect.stringMatching(/^article "Full cache", last changed .+\nabout import\nThe import fills it\.$/),
  });
  expect(await knowledgeBase.look(place, { query: "frobnicator" })).toMatchObject({
    text: "(no article has such words)",
  });
});
