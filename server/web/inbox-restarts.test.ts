import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, pool } from "@/lib/platform/db";
import { type LocalPostgres, startPostgres, stopPostgres } from "@/lib/platform/local-postgres";
import { inboxProcess, sendUntilAcknowledged, type Tried } from "@/test/inbox-process";
import { newIntegration } from "@/test/integration";
import { newOrganization } from "@/test/organization";
import { startOwnDatabase } from "@/test/own-postgres";
import { endWorker, startWorker } from "@/test/worker-process";

// Postgres is stopped as by a crash while webhooks come in and are read. NIGHTSHIFT_INBOX_RESTARTS=50 stops it more often. It is a
// server of this file's own.
const RESTARTS = Number(process.env.NIGHTSHIFT_INBOX_RESTARTS ?? 3);
const SENDERS = 6;

let cluster: LocalPostgres;
let remove = async () => {};
let worker: ChildProcess;
let inbox: Awaited<ReturnType<typeof inboxProcess>>;
let integration: Awaited<ReturnType<typeof newIntegration>>;

beforeAll(async () => {
  // It writes to the disk as in earnest: what is acknowledged is to outlive it.
  ({ cluster, remove } = await startOwnDatabase({}));
  integration = await newIntegration((await newOrganization()).id, "pagerduty");
  inbox = await inboxProcess();
  await inbox.start();
  worker = await startWorker("");
});
afterAll(async () => {
  await inbox.kill();
  await endWorker(worker, "SIGTERM");
  await closeDatabase();
  await remove();
});

/** Tells of incidents that begin and end, each of a service of its own, one word after another. */
async function sender(name: number, isOver: () => boolean): Promise<Tried[][]> {
  const stories: Tried[][] = [];
  const address = `${inbox.url}/webhook/pagerduty/${integration.key}`;
  for (let count = 0; !isOver(); count++) {
    const id = `QS${name}N${count}`;
    const story: Tried[] = [];
    for (const type of count % 2 === 0 ? ["triggered", "resolved"] : ["triggered"]) {
      const told = { id, type, at: new Date(), service: `service-${id}` };
      story.push(await sendUntilAcknowledged(address, integration.secret, told));
    }
    stories.push(story);
    await new Promise((done) => setTimeout(done, 30));
  }
  return stories;
}

test(`${RESTARTS} crashes of Postgres under load: nothing acknowledged is lost, and nothing is doubled`, {
  timeout: 120_000 + RESTARTS * 60_000,
}, async () => {
  let isOver = false;
  const senders = Promise.all(Array.from({ length: SENDERS }, (_, name) => sender(name, () => isOver)));
  for (let restart = 0; restart < RESTARTS; restart++) {
    const before = await processed();
    await expect.poll(processed, { timeout: 60_000 }).toBeGreaterThan(before + 3);
    await stopPostgres(cluster, "immediate");
    await startPostgres(cluster);
  }
  isOver = true;
  const stories = (await senders).flat();
  const tried = stories.flat();
  expect(tried.some(({ answers }) => answers.includes(503))).toBe(true);
  expect([...new Set(tried.flatMap(({ answers }) => answers))].sort()).toEqual([202, 503]);

  // Many times what a delivery takes on a quiet machine: the more were sent, the longer the last one waits.
  await expect.poll(unread, { timeout: 60_000 + tried.length * 200, interval: 200 }).toBe(0);
  const { rows: deliveries } = await pool().query("SELECT delivery_key, state, problem FROM deliveries");
  expect(deliveries.map(({ delivery_key }) => delivery_key).sort()).toEqual(tried.map(({ id }) => id).sort());
  expect(deliveries.filter(({ state }) => state !== "processed")).toEqual([]);
  const { rows: incidents } = await pool().query("SELECT service_name, status FROM incidents");
  const seen = new Map(incidents.map(({ service_name, status }) => [service_name, status]));
  expect(incidents).toHaveLength(stories.length);
  for (const [{ id } = { id: "" }, end] of stories) {
    const service = `service-${id.replace("-triggered", "")}`.toLowerCase();
    expect([...seen].find(([name]) => name.toLowerCase() === service)?.[1], service).toBe(
      end ? "resolved" : "triggered",
    );
  }
});

const count = async (where: string): Promise<number> => {
  const { rows } = await pool().query(`SELECT count(*)::int AS count FROM deliveries WHERE ${where}`);
  return rows[0].count;
};
const unread = () => count("state = 'waiting'");
const processed = () => count("state = 'processed'");
