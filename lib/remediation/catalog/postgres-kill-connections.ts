import { z } from "zod";
import { withPostgres } from "@/lib/monitoring";
import { conflict } from "@/lib/platform/errors";
import { defineAction } from "./define-action";
import { postgresCommand } from "./postgres-command";

// Idle sessions of ordinary roles in this database. Never our own, never a superuser's, never replication.
const victims = (minIdleSeconds: number) => `FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid
WHERE a.backend_type = 'client backend' AND a.datname = current_database() AND a.pid <> pg_backend_pid()
AND a.state = 'idle' AND a.state_change <= now() - interval '${minIdleSeconds} seconds' AND NOT r.rolsuper AND NOT r.rolreplication`;

type Session = { usename: string; application_name: string; sessions: number };

export const postgresKillConnections = defineAction({
  id: "postgres.kill-connections",
  title: "Close idle connections",
  description:
    "Ends the idle sessions of ordinary roles in this database. Running queries, superusers and replication are left alone; applications reconnect when they need to.",
  risk: "medium",
  params: z.strictObject({
    /** Only sessions that have been idle at least this long. */
    min_idle_seconds: z.number().int().min(0).max(86_400).default(0),
  }),
  appliesTo: ({ kind, target }) => kind === "postgres" && target.kind !== "none",
  async preview({ watched, params }) {
    const { sessions, total, max } = await withPostgres(watched, async (client) => {
      const idle = await client.query<Session>(
        `SELECT a.usename, a.application_name, count(*)::int AS sessions ${victims(params.min_idle_seconds)} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`,
      );
      const all = await client.query<{ total: number; max: number }>(
        "SELECT count(*)::int AS total, current_setting('max_connections')::int AS max FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
      );
      return { sessions: idle.rows, total: all.rows[0]?.total ?? 0, max: all.rows[0]?.max ?? 0 };
    });
    const idle = sessions.reduce((sum, row) => sum + row.sessions, 0);
    if (idle === 0) throw conflict("No idle session of an ordinary role is connected, so there is nothing to close");
    const roles = [...new Set(sessions.map((row) => row.usename))].sort();
    const most = sessions
      .slice(0, 3)
      .map((row) => `${row.sessions} × ${row.usename}${row.application_name ? ` (${row.application_name})` : ""}`);
    return {
      effect: {
        text: `Ends ${idle} idle sessions of ${total} connections (at most ${max}): ${most.join(", ")}`,
        figures: { idle_sessions: idle, connections: total, max_connections: max, roles: roles.join(", ") },
      },
      state: { roles },
    };
  },
  drift(before, now) {
    const known = before.roles as string[];
    const others = (now.roles as string[]).filter((role) => !known.includes(role));
    return others.length > 0 ? `sessions of ${others.join(", ")} are idle now, whom you were not shown` : null;
  },
  commands: ({ watched, params }) => [
    postgresCommand(
      watched,
      `SELECT a.pid, a.usename, a.application_name, a.state, pg_terminate_backend(a.pid) AS terminated ${victims(params.min_idle_seconds)}`,
    ),
  ],
  expectedResult: "Connections fall well below the limit, applications can connect again, and health rises above 80",
  settlesWithinMs: 10_000,
  fallback: ["docker.restart", "process.restart"],
});
