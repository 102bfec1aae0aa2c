import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase } from "@/lib/platform/db";
import { newOrganization } from "@/test/organization";
import { says, startStandIn } from "../stand-in.fixture";
import { EMAIL, hearingPagerDuty } from "./account.fixture";
import { checkPagerDutyToken } from "./check-token";
import { listPagerDutyOpenIncidents } from "./list-open-incidents";

process.env.NIGHTSHIFT_OUTBOUND_ALLOW = "127.0.0.1";

let pagerDuty: Awaited<ReturnType<typeof startStandIn>>;
let row: Awaited<ReturnType<typeof hearingPagerDuty>>;
beforeAll(async () => {
  pagerDuty = await startStandIn();
  row = await hearingPagerDuty((await newOrganization()).id, pagerDuty.url);
});
afterAll(async () => {
  pagerDuty.stop();
  await closeDatabase();
});

const answers = (abilities: number, users: string) =>
  pagerDuty.answer((response, { path }) =>
    path === "/abilities" ? response.writeHead(abilities).end("{}") : response.end(users),
  );

test("an account is checked by its token and by the person in whose name word goes back", async () => {
  answers(200, JSON.stringify({ users: [{ email: "Nightshift@Example.com" }] }));
  expect(await checkPagerDutyToken(row)).toBeNull();
  answers(200, JSON.stringify({ users: [{ email: "other@example.com" }] }));
  expect(await checkPagerDutyToken(row)).toContain(EMAIL);
  answers(200, "<html>login</html>");
  expect(await checkPagerDutyToken(row)).toContain("it is not PagerDuty's");
  for (const refused of [401, 403]) {
    answers(refused, "{}");
    expect(await checkPagerDutyToken(row)).toMatch(
      new RegExp(`answered ${refused}.*refused the REST API key.*Settings`),
    );
  }
  pagerDuty.answer((response) => response.destroy());
  expect(await checkPagerDutyToken(row)).toMatch(/\S/);
  expect(await checkPagerDutyToken({ ...row, apiTokenSealed: null })).toContain("no REST API key");
});

test("what is open is listed over all pages, and a part of it never passes for all", async () => {
  const all = Array.from({ length: 230 }, (_, i) => ({ id: `Q${i}`, status: "triggered", title: `No. ${i}` }));
  const pages = (response: Parameters<ReturnType<typeof says>>[0], { path }: { path: string }) => {
    const { searchParams: query } = new URL(path, "http://x");
    expect(query.getAll("statuses[]")).toEqual(["triggered", "acknowledged"]);
    const [offset, limit] = [Number(query.get("offset")), Number(query.get("limit"))];
    const more = offset + limit < all.length;
    response.end(JSON.stringify({ incidents: all.slice(offset, offset + limit), offset, limit, more }));
  };
  pagerDuty.answer(pages);
  expect((await listPagerDutyOpenIncidents(row)).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  for (const bad of [says(500), says(429, "{}"), says(200, "<html>"), says(200, '{"incidents":[{"id":1}]}')]) {
    pagerDuty.answer(pages, bad);
    await expect(listPagerDutyOpenIncidents(row)).rejects.toMatchObject({ code: "unavailable" });
  }
  // No fault that passes: a person has to enter another key.
  for (const refused of [401, 403]) {
    pagerDuty.answer(says(refused, JSON.stringify({ error: { message: "Invalid Credentials Provided", code: 2006 } })));
    const message = expect.stringMatching(/Invalid Credentials Provided.*refused the REST API key.*Settings/);
    await expect(listPagerDutyOpenIncidents(row)).rejects.toMatchObject({ code: "conflict", message });
  }
  const elsewhere = await hearingPagerDuty(row.organizationId, "https://example.com");
  await expect(listPagerDutyOpenIncidents(elsewhere)).rejects.toMatchObject({ code: "conflict" });
});
