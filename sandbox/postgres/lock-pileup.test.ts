import { expect, test } from "vitest";
import { startOwnPostgres } from "@/test/own-postgres";
import { lockPileup } from "./lock-pileup";
import { APPLICATION, PracticePostgres } from "./practice-postgres";

test("a blocker that is ended while the sessions queue up ends the injection, and healing does not wait for ever", async () => {
  const { cluster, remove } = await startOwnPostgres();
  const address = { host: "127.0.0.1", port: cluster.port };
  const secrets = { postgres: cluster.password, testuser: "practice-password" };
  class Interrupted extends PracticePostgres {
    override async openSession(applicationName?: string) {
      const session = await super.openSession(applicationName);
      if (applicationName === APPLICATION)
        await this.asSuperuser((client) =>
          client.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1", [
            "nightly-migration",
          ]),
        );
      return session;
    }
  }
  const postgres = new Interrupted(address, secrets);
  await postgres.untilAnswers(10_000, new AbortController().signal);
  const scenario = lockPileup(postgres);
  await expect(scenario.inject()).rejects.toThrow("ended meanwhile");
  await scenario.letGo?.();
  await scenario.heal?.();
  expect(await scenario.isActive("running")).toBe(false);
  await remove();
});
