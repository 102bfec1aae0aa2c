import { afterAll, expect, test } from "vitest";
import { closeDatabase, inTransaction } from "@/lib/platform/db";
import { applyAlert } from "./apply-alert";
import { holdAll } from "./hold-all";
import { alertOf, incidentsOf, newStage } from "./stage.fixture";

afterAll(closeDatabase);
test("stress", async () => {
  const { org, integration } = await newStage();
  const t0 = Date.now() - 600_000;
  let failures = 0;
  const errs = new Map<string, number>();
  const sender = async (seed: number) => {
    let x = seed;
    const rnd = (n: number) => (x = (x * 1103515245 + 12345) % 2147483648) % n;
    for (let i = 0; i < 80; i++) {
      const alerts = Array.from({ length: 5 }, () => {
        const k = rnd(30),
          e = rnd(4),
          r = rnd(2);
        return alertOf({
          action: r ? "resolve" : "trigger",
          dedupKey: `k${k}`,
          service: `s${k % 6}`,
          at: new Date(t0 + e * 60_000 + r * 30_000),
        });
      }).sort(
        (a, b) => Number(a.action !== "trigger") - Number(b.action !== "trigger") || (a.dedupKey < b.dedupKey ? -1 : 1),
      );
      for (;;) {
        try {
          await inTransaction(async (tx) => {
            await holdAll(tx, integration, alerts);
            for (const a of alerts) await applyAlert(tx, integration, a, new Date());
          });
          break;
        } catch (e) {
          failures++;
          const m = String((e as Error).message).slice(-160);
          errs.set(m, (errs.get(m) ?? 0) + 1);
        }
      }
    }
  };
  const began = Date.now();
  await Promise.all([1, 2, 3, 4].map(sender));
  console.log("retries", failures, "ms", Date.now() - began, [...errs]);
  const open = (await incidentsOf(org.id)).filter(({ status }) => status !== "resolved");
  console.log("incidents", (await incidentsOf(org.id)).length, "open", open.length);
  expect(new Set(open.map(({ serviceName }) => serviceName)).size).toBe(open.length);
}, 300_000);
