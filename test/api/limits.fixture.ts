import { takeCall } from "@/lib/calls";
import { closeDatabase } from "@/lib/platform/db";

// A web process of its own that draws on one key's limit as fast as it can; it prints how many calls it was allowed.
const [organizationId = "", keyId = "", tries = "0"] = process.argv.slice(2);
const ctx = {
  organizationId,
  actor: { kind: "apiKey", id: keyId, name: "Shared" },
  role: null,
  scope: "read",
  requestId: null,
} as const;
const taken = await Promise.all(Array.from({ length: Number(tries) }, () => takeCall(ctx, { isReading: true })));
process.stdout.write(String(taken.filter(({ refusal }) => refusal === null).length));
await closeDatabase();
