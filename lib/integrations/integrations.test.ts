import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ctx, ctxOfApiKey } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { closeDatabase, newApiKey } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import {
  addSecret,
  availableSources,
  changeConfig,
  createIntegration,
  deleteIntegration,
  endSecret,
  findByKey,
  findIntegration,
  getIntegration,
  keyOf,
  listIntegrations,
  listLog,
  noteLog,
  openedOf,
  renewKey,
} from ".";
import { SourceName } from "./contract";

let org: Awaited<ReturnType<typeof newOrganization>>;
let foreigner: Ctx;
beforeAll(async () => {
  org = await newOrganization();
  foreigner = (await newOrganization()).owner;
});
afterAll(closeDatabase);

const secretsNow = async (name: string) => openedOf(await findIntegration(org.owner, name)).secrets;
const everythingStored = async () => {
  const { rows } = await pool().query(
    `SELECT (SELECT json_agg(i) FROM integrations i) AS integrations, (SELECT json_agg(a) FROM audit_entries a) AS audit,
       (SELECT json_agg(l) FROM integration_log l) AS log`,
  );
  return JSON.stringify(rows);
};

test("every source can be made; whoever may configure reads what to paste, others neither address nor steps", async () => {
  for (const source of SourceName.options) {
    const { secret, integration } = await createIntegration(org.admin, { source, name: `each-${source}` });
    const hasNone = ["events-v2", "cloudwatch", "heartbeat"].includes(source);
    expect(secret === null, source).toBe(hasNone);
    const key = keyOf(await findIntegration(org.owner, integration.name));
    const pasted = integration.setup.map(({ paste }) => paste ?? "").join("\n");
    expect(pasted, source).toContain(source === "events-v2" ? key : integration.address);
    expect(integration).toMatchObject({ state: "waiting", problem: null, received_24h: 0, writes_back: false });

    const again = JSON.stringify(await getIntegration(org.admin, integration.name));
    expect(again).toContain(key);
    if (secret) expect(again).not.toContain(secret);
    for (const ctx of [org.responder, org.viewer]) {
      const seen = await getIntegration(ctx, integration.name.toUpperCase());
      expect(seen).toMatchObject({ setup: [], secrets: [] });
      expect(JSON.stringify(seen)).not.toContain(key);
    }
  }
  const available = await availableSources(org.viewer);
  expect(available.map(({ source }) => source)).toEqual(SourceName.options);
  expect(available.every(({ configured, source }) => configured[0] === `each-${source}`)).toBe(true);
});

test("keys, secrets and tokens are in no list, detail, audit entry or log, and in no column in clear", async () => {
  const { secret, integration } = await createIntegration(org.owner, { source: "pagerduty", name: "guarded" });
  const { secret: second } = await addSecret(org.owner, "guarded", {});
  const given = "given-by-pagerduty-1234567890";
  expect((await addSecret(org.owner, "guarded", { value: given })).secret).toBe(given);
  const token = "u+TOKENTOKENTOKEN1234";
  await changeConfig(org.owner, "guarded", {
    api_token: token,
    write_back: { is_enabled: true, from_email: "on-call@example.com" },
  });
  const key = keyOf(await findIntegration(org.owner, "guarded"));
  await noteLog({
    integration: { id: integration.id, organizationId: org.id },
    level: "error",
    message: `Refused: ${given} at /webhook/pagerduty/${key}`,
    data: { [String(second)]: token },
  });
  const texts = [
    await everythingStored(),
    JSON.stringify(await listIntegrations(org.owner)),
    JSON.stringify(await listLog(org.owner, "guarded", {})),
    JSON.stringify({ ...(await getIntegration(org.owner, "guarded")), address: "", setup: [] }),
  ];
  for (const text of texts) for (const value of [secret, second, given, token, key]) expect(text).not.toContain(value);
  expect(await getIntegration(org.owner, "guarded")).toMatchObject({
    has_api_token: true,
    writes_back: true,
    state: "failing",
    secrets: [{ hint: "7890" }, { hint: second?.slice(-4) }, { hint: secret?.slice(-4) }],
  });
});

test("who may not configure cannot, and integrations of others are not there", async () => {
  const { integration } = await createIntegration(org.owner, { source: "generic", name: "mine" });
  const [{ id: secretId } = { id: "" }] = integration.secrets;
  const all = (ctx: Ctx) => [
    changeConfig(ctx, "mine", { is_paused: true }),
    renewKey(ctx, "mine"),
    addSecret(ctx, "mine", {}),
    endSecret(ctx, "mine", secretId),
    deleteIntegration(ctx, "mine"),
  ];
  const operate = await ctxOfApiKey(await newApiKey(org.id, "operate"), null);
  if (!operate) throw new Error("The key does not work");
  const codes = async (tries: Promise<unknown>[]) =>
    (await Promise.allSettled(tries)).map((one) => (one.status === "rejected" ? one.reason.code : "done"));
  for (const ctx of [org.viewer, org.responder, operate])
    expect(new Set(await codes([createIntegration(ctx, { source: "generic" }), ...all(ctx)]))).toEqual(
      new Set(["forbidden"]),
    );
  const asForeigner = [...all(foreigner), getIntegration(foreigner, "mine"), listLog(foreigner, "mine", {})];
  expect(new Set(await codes(asForeigner))).toEqual(new Set(["not_found"]));
  expect(await listIntegrations(foreigner)).toEqual([]);
  for (const name of ["%", "_ine", "mine'--", "constructor"])
    await expect(getIntegration(org.owner, name)).rejects.toMatchObject({ code: "not_found" });
  expect(await getIntegration(org.owner, "mine")).toMatchObject({ is_paused: false, address: integration.address });
});

test("settings that are left out stay; what does not fit the source is refused", async () => {
  await createIntegration(org.owner, {
    source: "pagerduty",
    name: "settings",
    config: { severities: { Page: "critical" }, default_severity: "low" },
  });
  await changeConfig(org.owner, "settings", { services: { "Checkout (prod)": "checkout" } });
  const paused = await changeConfig(org.owner, "settings", { is_paused: true });
  expect(paused).toMatchObject({
    state: "paused",
    config: { severities: { page: "critical" }, default_severity: "low", services: { "Checkout (prod)": "checkout" } },
  });
  expect(paused.severities).toContainEqual({ word: "page", severity: "critical", is_usual: false });
  expect(paused.severities).toContainEqual({ word: "p1", severity: "critical", is_usual: true });

  const writeBack = { is_enabled: true, from_email: "a@example.com" };
  const bad: [object, string][] = [
    [{}, "at least one"],
    [{ sevrities: { page: "high" } }, "sevrities"],
    [{ mapping: { titel: "name" } }, "titel"],
    [{ default_severity: "dreadful" }, "default_severity"],
    [{ services: { x: "no such name!" } }, "services"],
    [{ mapping: { title: "a..b" } }, "mapping"],
    [{ topic_arns: ["arn:aws:s3:::bucket"] }, "topic_arns"],
    [{ heartbeat: { every_s: 1 } }, "every_s"],
    [{ write_back: writeBack }, "api_token"],
    [{ api_token: "t0ken-t0ken", write_back: { is_enabled: true } }, "from_email"],
    [{ api_token: "t0ken-t0ken", write_back: { ...writeBack, api_url: "https://169.254.169.254" } }, "api_url"],
    [
      { api_token: "t0ken-t0ken", write_back: { ...writeBack, api_url: "https://api.pagerduty.com.evil.test" } },
      "api_url",
    ],
  ];
  for (const [change, words] of bad)
    await expect(changeConfig(org.owner, "settings", change), words).rejects.toThrow(words);
  await createIntegration(org.owner, { source: "grafana", name: "deaf" });
  await expect(changeConfig(org.owner, "deaf", { api_token: "t0ken-t0ken" })).rejects.toMatchObject({
    code: "invalid",
  });
  await expect(createIntegration(org.owner, { source: "generic", name: "available" })).rejects.toThrow("taken");
  expect(
    (await changeConfig(org.owner, "settings", { api_token: "t0ken-t0ken", write_back: writeBack })).writes_back,
  ).toBe(true);
  await expect(changeConfig(org.owner, "settings", { api_token: null })).rejects.toMatchObject({ code: "invalid" });
  await changeConfig(org.owner, "settings", { write_back: { is_enabled: false } });
  const again = await changeConfig(org.owner, "settings", { write_back: { is_enabled: true } });
  expect(again).toMatchObject({ writes_back: true, config: { write_back: writeBack } });
  await expect(addSecret(org.owner, "settings", { secret: "made-elsewhere-1234" } as object)).rejects.toThrow("secret");
});

test("inside of a setting, too, what is left out stays", async () => {
  const mapping = { title: "event.name", dedup_key: "event.id", status: "event.state", resolved_when: ["green"] };
  const made = await createIntegration(org.owner, { source: "generic", name: "nested", config: { mapping } });
  expect(made.integration.config.mapping).toMatchObject({ ...mapping, link: "link" });
  const changed = await changeConfig(org.owner, "nested", { mapping: { link: "url" } });
  expect(changed.config.mapping).toEqual({ ...made.integration.config.mapping, link: "url" });

  const heartbeat = { every_s: 86_400, grace_s: 3_600, service: "backup" };
  await createIntegration(org.owner, { source: "heartbeat", name: "nested-beat", config: { heartbeat } });
  const slower = await changeConfig(org.owner, "nested-beat", { heartbeat: { every_s: 90_000, service: null } });
  expect(slower.config.heartbeat).toEqual({ every_s: 90_000, grace_s: 3_600, service: null });
});

test("a rotation keeps the old secret working until it is ended; the last one stays, and there are at most four", async () => {
  const { secret: first, integration } = await createIntegration(org.owner, { source: "datadog", name: "rotating" });
  const { secret: second } = await addSecret(org.owner, "rotating", {});
  expect(await secretsNow("rotating")).toEqual([second, first]);
  await expect(addSecret(org.owner, "rotating", { value: second ?? "" })).rejects.toMatchObject({ code: "conflict" });
  await expect(addSecret(org.owner, "rotating", { value: "short" })).rejects.toThrow("16");
  const old = integration.secrets[0]?.id ?? "";
  const ended = await endSecret(org.owner, "rotating", old);
  expect(await secretsNow("rotating")).toEqual([second]);
  await expect(endSecret(org.owner, "rotating", old)).rejects.toMatchObject({ code: "not_found" });
  await expect(endSecret(org.owner, "rotating", ended.secrets[0]?.id ?? "")).rejects.toMatchObject({
    code: "conflict",
  });

  const added = await Promise.allSettled(Array.from({ length: 6 }, () => addSecret(org.owner, "rotating", {})));
  expect(added.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  const ids = (await getIntegration(org.owner, "rotating")).secrets.map(({ id }) => id);
  const ends = await Promise.allSettled(ids.map((id) => endSecret(org.owner, "rotating", id)));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  expect(await secretsNow("rotating")).toHaveLength(1);
  await expect(addSecret(org.owner, "each-cloudwatch", {})).rejects.toMatchObject({ code: "conflict" });
});

test("of many who want a name at once one gets it; without a name each gets one of its own", async () => {
  const same = await Promise.allSettled(
    Array.from({ length: 6 }, (_, i) =>
      createIntegration(org.owner, { source: "generic", name: i % 2 ? "Chat" : "chat" }),
    ),
  );
  expect(same.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of same) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "conflict" });
  const unnamed = await Promise.all(
    Array.from({ length: 3 }, () => createIntegration(org.owner, { source: "grafana" })),
  );
  expect(unnamed.map(({ integration }) => integration.name).sort()).toEqual(["grafana", "grafana-2", "grafana-3"]);
});

test("a new key ends the old address, and a deletion ends both the address and what was firing", async () => {
  const { integration } = await createIntegration(org.owner, { source: "heartbeat", name: "Moving" });
  const before = keyOf(await findIntegration(org.owner, "moving"));
  const moved = await renewKey(org.owner, "moving");
  expect(moved.address).not.toBe(integration.address);
  expect(await findByKey(before)).toBe(null);
  expect(await findByKey(keyOf(await findIntegration(org.owner, "moving")))).toMatchObject({ id: integration.id });

  const now = clock.now();
  const about = { organizationId: org.id, integrationId: integration.id };
  await prisma().heartbeat.create({ data: { ...about, lastBeatAt: now, dueAt: now } });
  const dueOf = async () => (await prisma().heartbeat.findFirst({ where: about }))?.dueAt ?? null;
  await changeConfig(org.owner, "moving", { heartbeat: { every_s: 1_000, grace_s: 100 } });
  expect(await dueOf()).toEqual(new Date(now.getTime() + 1_100_000));
  await changeConfig(org.owner, "moving", { is_paused: true });
  expect(await dueOf()).toBe(null);
  await changeConfig(org.owner, "moving", { is_paused: false });
  expect((await dueOf())?.getTime()).toBeGreaterThan(now.getTime() + 1_100_000);

  const signal = { ...about, id: newId(), dedupKey: "heartbeat", status: "firing", changedAt: now };
  await prisma().signal.create({ data: { ...signal, title: "Silent", severity: "high", serviceName: "x" } });
  await deleteIntegration(org.owner, "moving");
  expect(await prisma().signal.findUnique({ where: { id: signal.id } })).toMatchObject({ status: "resolved" });
  await expect(deleteIntegration(org.owner, "moving")).rejects.toMatchObject({ code: "not_found" });
  expect((await createIntegration(org.owner, { source: "heartbeat", name: "moving" })).integration.id).not.toBe(
    integration.id,
  );
});
