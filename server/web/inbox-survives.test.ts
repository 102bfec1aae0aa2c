import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, pool } from "@/lib/platform/db";
import { inboxProcess, sendUntilAcknowledged, type Tried } from "@/test/inbox-process";
import { newIntegration } from "@/test/integration";
import { newOrganization } from "@/test/organization";

// The web process is killed with SIGKILL in the middle of bursts. NIGHTSHIFT_INBOX_KILLS=500 kills more.
const KILLS = Number(process.env.NIGHTSHIFT_INBOX_KILLS ?? 5);
const SENDERS = 8;

let inbox: Awaited<ReturnType<typeof inboxProcess>>;
let integration: Awaited<ReturnType<typeof newIntegration>>;
beforeAll(async () => {
  integration = await newIntegration((await newOrganization()).id, "pagerduty");
  inbox = await inboxProcess();
  await inbox.start();
});
afterAll(async () => {
  await inbox.kill();
  await closeDatabase();
});

/** Sends events one after another, each until it is acknowledged. */
async function sender(name: string, isOver: () => boolean): Promise<Tried[]> {
  const all: Tried[] = [];
  const address = `${inbox.url}/webhook/pagerduty/${integration.key}`;
  for (let count = 0; !isOver(); count++) {
    const told = { id: `Q${name}N${count}`, type: "triggered", at: new Date() };
    all.push(await sendUntilAcknowledged(address, integration.secret, told));
  }
  return all;
}

test(`${KILLS} kill -9 during bursts: what was acknowledged is there exactly once, and nothing else is`, {
  timeout: 60_000 + KILLS * 10_000,
}, async () => {
  let isOver = false;
  const senders = Promise.all(Array.from({ length: SENDERS }, (_, name) => sender(`S${name}`, () => isOver)));
  for (let kill = 0; kill < KILLS; kill++) {
    const before = await stored();
    // In the middle of a burst: some are committed, more are on their way.
    await expect.poll(stored, { interval: 5, timeout: 30_000 }).toBeGreaterThan(before + 20 + ((kill * 37) % 100));
    await inbox.kill();
    await inbox.start();
  }
  isOver = true;
  const tried = (await senders).flat();

  expect(tried.some(({ answers }) => answers.includes("lost"))).toBe(true);
  expect(new Set(tried.flatMap(({ answers }) => answers))).toEqual(new Set([202, "lost"]));
  const { rows } = await pool().query<{ delivery_key: string; body: Buffer }>(
    "SELECT delivery_key, body FROM deliveries WHERE integration_id = $1",
    [integration.id],
  );
  expect(rows).toHaveLength(tried.length);
  const bodies = new Map(rows.map((row) => [row.delivery_key, row.body.toString()]));
  for (const { id, body } of tried) expect(bodies.get(id)).toBe(body);
});

async function stored(): Promise<number> {
  const { rows } = await pool().query("SELECT count(*)::int AS count FROM deliveries");
  return rows[0].count;
}
