import { z } from "zod";
import { withPostgres } from "@/lib/monitoring";
import { conflict } from "@/lib/platform/errors";
import { defineAction } from "./define-action";
import { postgresCommand } from "./postgres-command";

// The heads of the queues: sessions that others wait for and that wait for nobody. Ordinary roles only.
const blockers = `FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid
WHERE a.pid IN (SELECT unnest(pg_blocking_pids(w.pid)) FROM pg_stat_activity w WHERE w.wait_event_type = 'Lock')
AND cardinality(pg_blocking_pids(a.pid)) = 0 AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend' AND NOT r.rolsuper AND NOT r.rolreplication`;

export const postgresTerminateBlockers = defineAction({
  id: "postgres.terminate-blockers",
  title: "End the sessions that block others",
  description:
    "Ends the sessions at the head of each lock queue; their open transactions are rolled back. Whoever waits behind them goes on.",
  risk: "medium",
  params: z.strictObject({}),
  appliesTo: ({ kind, target }) => kind === "postgres" && target.kind !== "none",
  async preview({ watched }) {
    const { heads, waiting } = await withPostgres(watched, async (client) => {
      const found = await client.query<{
        pid: number;
        usename: string;
        application_name: string;
        state: string;
        age: number;
      }>(
        `SELECT a.pid, a.usename, a.application_name, a.state, round(extract(epoch FROM now() - a.xact_start))::int AS age ${blockers} ORDER BY a.pid`,
      );
      const queue = await client.query<{ waiting: number }>(
        "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
      );
      return { heads: found.rows, waiting: queue.rows[0]?.waiting ?? 0 };
    });
    if (heads.length === 0) throw conflict("No session of an ordinary role blocks another one");
    const who = heads
      .slice(0, 3)
      .map(
        (head) =>
          `${head.pid} (${head.usename}${head.application_name ? `, ${head.application_name}` : ""}, ${head.state}, open for ${head.age} s)`,
      );
    return {
      effect: {
        text: `Ends ${heads.length} blocking ${heads.length === 1 ? "session" : "sessions"}: ${who.join("; ")}. ${waiting} sessions wait behind them`,
        figures: { blockers: heads.length, waiting },
      },
      state: { pids: heads.map((head) => head.pid) },
    };
  },
  drift(before, now) {
    const known = before.pids as number[];
    const others = (now.pids as number[]).filter((pid) => !known.includes(pid));
    return others.length > 0 ? `other sessions block now (${others.join(", ")}), whom you were not shown` : null;
  },
  commands: ({ watched }) => [
    postgresCommand(
      watched,
      `SELECT a.pid, a.usename, a.application_name, a.state, pg_terminate_backend(a.pid) AS terminated ${blockers}`,
    ),
  ],
  expectedResult: "The queue drains, waiting sessions finish, and health rises above 80",
  settlesWithinMs: 10_000,
  fallback: ["docker.restart", "process.restart"],
});
