import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { AlertAction } from "../contract";
import { isObject } from "./read-json";
import { sources } from "./registry";
import { sampleOf } from "./sample";
import { type Arrived, Unreadable } from "./source";
import { integrationOf, NOW } from "./sources.fixture";
import { most } from "./texts";

// So many payloads, over all sources; NIGHTSHIFT_FUZZ=1000000 for a long run.
const RUNS = Number(process.env.NIGHTSHIFT_FUZZ ?? 7_000);

const names = ["pagerduty", "events-v2", "alertmanager", "grafana", "cloudwatch", "datadog", "generic"] as const;

const text = (length: number) => z.string().max(length);
const Key = text(most.dedupKey)
  .min(1)
  .refine((key) => !/\0|\p{Surrogate}/u.test(key));
const WebUrl = text(most.href).regex(/^https?:\/\//);
const Alert = z.strictObject({
  action: AlertAction,
  dedupKey: Key,
  at: z.date().min(new Date("2000-01-01")).max(new Date("2100-01-01")).nullable(),
  title: text(most.title).min(1),
  description: text(most.description),
  severity: text(most.word).min(1).nullable(),
  service: text(most.service).min(1).nullable(),
  labels: z
    .record(text(most.labelName), text(most.label))
    .refine((labels) => Object.keys(labels).length <= most.labels),
  links: z.array(z.strictObject({ href: WebUrl, text: text(most.linkText).min(1) })).max(most.links),
  errorLines: z.array(text(most.errorLine)).max(most.errorLines),
  ref: z.strictObject({ id: text(100).min(1), url: WebUrl.nullable() }).nullable(),
  by: text(most.person).min(1).nullable(),
});
const Reading = z.strictObject({
  eventType: text(most.eventType).min(1),
  alerts: z.array(Alert).max(most.alerts),
  problem: z
    .string()
    .regex(/^\S.{10,900}$/)
    .optional(),
  confirm: z
    .strictObject({
      topicArn: text(300),
      subscribeUrl: text(2_500).regex(/^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//),
    })
    .optional(),
});

const poison: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    [],
    {},
    "",
    " ",
    "\0",
    "\ud800",
    "a\udc00",
    "__proto__",
    "constructor",
    "$ID",
    "%%%",
    "-",
  ),
  fc.constantFrom<unknown>(
    -1,
    0,
    1.5,
    2 ** 53,
    1e308,
    Number.MAX_VALUE,
    "1e400",
    "9".repeat(400),
    "x y ".repeat(2_500),
  ),
  fc.constantFrom("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-02-30T00:00:00Z", "2026-03-01T12:00:00+99:99"),
  fc.constantFrom("javascript:alert(1)", "https://", "http://[::1", "https://a:b@c", `https://a/${"ü".repeat(600)}`),
  fc.string({ unit: "binary", maxLength: 50 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** `value` with one part of it, at any depth, gone, doubled, renamed or replaced. The alarm that SNS carries as a text is gone into as well. */
function mutated(value: unknown, steps: number[], bad: unknown): unknown {
  const [step = 0, ...rest] = steps;
  if (typeof value === "string" && value.startsWith('{"AlarmName"'))
    return JSON.stringify(mutated(JSON.parse(value), steps, bad));
  if (Array.isArray(value)) {
    if (value.length === 0 || rest.length === 0)
      return step % 3 === 0 ? bad : [...value, step % 3 === 1 ? bad : value[0]];
    return value.map((each, i) => (i === step % value.length ? mutated(each, rest, bad) : each));
  }
  if (!isObject(value)) return bad;
  const entries = Object.entries(value);
  if (entries.length === 0) return bad;
  const at = step % entries.length;
  return Object.fromEntries(
    entries.flatMap(([name, each], i): [string, unknown][] => {
      if (i !== at) return [[name, each]];
      if (rest.length > 0 && each !== null && (typeof each === "object" || rest.length > 3))
        return [[name, mutated(each, rest, bad)]];
      if (step % 11 === 0) return [];
      if (step % 11 === 1) return [["__proto__", each]];
      return [[name, bad]];
    }),
  );
}

function bodiesOf(name: (typeof names)[number]): fc.Arbitrary<Buffer> {
  const valid = fc
    .record({
      state: fc.constantFrom("firing" as const, "resolved" as const),
      title: fc.string({ unit: "binary", minLength: 1, maxLength: 300 }),
      service: fc.string({ unit: "binary", maxLength: 50 }),
      severity: fc.constantFrom("critical" as const, "low" as const),
      dedupKey: fc.constantFrom("Q2CKYRLH85UNN4", name === "events-v2" ? "x\0" : "x".repeat(300)),
      at: fc.date({ min: new Date("1999-12-31"), max: new Date("2100-12-31"), noInvalidDate: true }),
    })
    .map((occasion) => JSON.parse(sampleOf(name, { ...occasion, secret: "s3cret" }).body.toString()) as unknown);
  const spoiled = fc
    .tuple(valid, fc.array(fc.tuple(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 6 }), poison), { maxLength: 4 }))
    .map(([value, changes]) => changes.reduce<unknown>((each, [steps, bad]) => mutated(each, steps, bad), value));
  const json = spoiled.map((value) => Buffer.from(JSON.stringify(value) ?? ""));
  const broken = fc.tuple(json, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 })).map(([body, changes]) => {
    for (const [at, byte] of changes) if (body.length > 0) body[at % body.length] = byte;
    return body;
  });
  return fc.oneof(
    { weight: 6, arbitrary: json },
    { weight: 3, arbitrary: broken },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 6 }).map((value) => Buffer.from(JSON.stringify(value))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  );
}

describe.each(names)("%s", (name) => {
  const source = sources[name];
  // A topic that nothing is from: otherwise a good message would have us ask Amazon.
  const config = { topic_arns: ["arn:aws:sns:us-east-1:000000000000:none"] };
  const integration = integrationOf(name, { config });

  test("reads whatever comes, or says in words why not", { timeout: 60_000 + RUNS * 10 }, async () => {
    if (!source) throw new Error(`${name} is not registered`);
    let readings = 0;
    const check = async (body: Buffer) => {
      const arrived: Arrived = { headers: { authorization: "Bearer wrong" }, body, receivedAt: NOW };
      const proof = await source.prove(arrived, integration);
      if (name !== "events-v2") expect(proof.isProven).toBe(false);
      const key = source.deliveryKey(arrived);
      if (key !== null) expect(Key.safeParse(key).success, key).toBe(true);
      try {
        const reading = source.read(arrived, integration);
        const { error } = Reading.safeParse(reading);
        if (error) throw new Error(`${z.prettifyError(error)}\n${JSON.stringify(reading)}`);
        if (reading.alerts.length > 0) readings++;
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        expect(error.message).toMatch(/^\S.{10,300}$/);
      }
    };
    const numRuns = Math.ceil(RUNS / names.length);
    await fc.assert(fc.asyncProperty(bodiesOf(name), check), { numRuns });
    // Otherwise it is the first check that was tried, over and over.
    expect(readings / numRuns).toBeGreaterThan(0.2);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
