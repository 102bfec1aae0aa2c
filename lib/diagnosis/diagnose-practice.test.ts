import { afterAll, beforeAll, expect, test } from "vitest";
import { closeReserves, keepReserves } from "@/lib/monitoring";
import { closeDatabase } from "@/lib/platform/db";
import { type PracticeGround, startPracticeGround } from "@/test/practice-ground";
import { diagnoseIncident, faults } from ".";
import { citedSources } from "./practice.fixture";

let ground: PracticeGround;
beforeAll(async () => {
  ground = await startPracticeGround();
  await keepReserves();
});
afterAll(async () => {
  closeReserves();
  await ground.close();
  await closeDatabase();
});

test.each([
  ["redis-test", "memory-exhaustion", faults.redisMemoryExhausted],
  ["redis-test", "connection-exhaustion", faults.redisConnectionsExhausted],
  ["redis-test", "crash", faults.redisDown],
  ["postgres-test", "connection-exhaustion", faults.postgresConnectionsExhausted],
  ["postgres-test", "lock-pileup", faults.postgresLockPileup],
  ["postgres-test", "crash", faults.postgresDown],
])("what breaks in %s by %s is found", async (service, scenario, fault) => {
  await ground.inject(service, scenario);
  const incidentId = await ground.openIncident(service, scenario);
  const diagnosis = await diagnoseIncident(ground.organization.responder, { incidentId });
  await ground.heal(service);
  expect(diagnosis).toMatchObject({ state: "completed", root_cause: { fault, confidence: 0.95 } });
  expect(citedSources(diagnosis, fault).length).toBeGreaterThan(2);
});
