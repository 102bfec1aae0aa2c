import { createInterface } from "node:readline";
import { ctxOfApiKey } from "@/lib/auth";
import { once } from "@/lib/calls";
import { createIncident } from "@/lib/incidents";
import { closeDatabase } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";

// A web process of its own that opens an incident once, and stops to be killed or told to go on, `before` or `after` it is saved.
const [apiKey = "", idempotencyKey = "", title = "", stop = ""] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = (word: string) => process.stdout.write(`${word}\n`);
const pause = async (at: string) => {
  if (stop !== at) return;
  say("waiting");
  await lines.next();
};

const ctx = await ctxOfApiKey(apiKey, null);
if (!ctx) throw new Error("The key does not work");
const call = { key: idempotencyKey, method: "POST", path: "/api/v1/incidents", body: { title } };
try {
  const { isReplay } = await once(ctx, call, async () => {
    await pause("before");
    const { id } = await createIncident(ctx, { title });
    await pause("after");
    return { status: 201, contentType: "application/json", body: JSON.stringify({ id }) };
  });
  say(isReplay ? "replayed" : "done");
} catch (error) {
  say(`refused: ${errorText(error)}`);
}
await closeDatabase();
process.exit(0);
