import pg from "pg";
import type { Address } from "../config";
import type { Secrets } from "../secrets";
import { until } from "../until";
import { DATABASE, isTooMany, ROLE, Session } from "./sessions";

export const SUPERUSER = "postgres";
/** The application's name in `pg_stat_activity`. */
export const APPLICATION = "checkout-api";

/** SQLSTATE class 28: the password is another one. Waiting does not help. */
const isWrongPassword = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("28");

/** The practice Postgres, as the injectors use it. */
export class PracticePostgres {
  /** Idle sessions of the application that are held to keep others out. */
  readonly held = new Set<Session>();

  constructor(
    readonly address: Address,
    private readonly secrets: Secrets,
  ) {}

  openSession(applicationName = APPLICATION): Promise<Session> {
    return Session.open(this.address, this.secrets.testuser, applicationName);
  }

  /** Opens a session and keeps it until somebody ends it. */
  async hold(): Promise<void> {
    for (const session of this.held) if (!session.isOpen) this.held.delete(session);
    this.held.add(await this.openSession());
  }

  countHeld(): number {
    return [...this.held].filter((session) => session.isOpen).length;
  }

  async letGo(): Promise<void> {
    const sessions = [...this.held];
    this.held.clear();
    await Promise.all(sessions.map((session) => session.close()));
  }

  /** Whether the application is turned away because every connection that it may have is taken. */
  async isFull(): Promise<boolean> {
    try {
      await (await this.openSession()).close();
      return false;
    } catch (error) {
      return isTooMany(error);
    }
  }

  /** Runs `work` as the superuser, on a connection of its own: the reserved ones are left for that. */
  async asSuperuser<T>(work: (client: pg.Client) => Promise<T>, database = DATABASE): Promise<T> {
    const client = new pg.Client({
      ...this.address,
      database,
      user: SUPERUSER,
      password: this.secrets.postgres,
      application_name: "nightshift-sandbox",
      connectionTimeoutMillis: 3_000,
      query_timeout: 10_000,
    });
    // A server that dies under the query rejects the query; the event says the same once more.
    let broken: Error | null = null;
    client.on("error", (error) => {
      broken = error;
    });
    try {
      await client.connect();
      return await work(client);
    } finally {
      if (broken === null) await Promise.allSettled([client.end()]);
    }
  }

  /** Returns once the superuser is served and the application's role and database are there. */
  untilAnswers(timeoutMs: number, signal: AbortSignal): Promise<void> {
    return until(
      async () => {
        await this.asSuperuser((client) => this.#ensureApplication(client), "postgres");
        return true;
      },
      { what: "Postgres did not answer", timeoutMs, isFinal: isWrongPassword, signal },
    );
  }

  async #ensureApplication(client: pg.Client): Promise<void> {
    const role = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [ROLE]);
    const password = client.escapeLiteral(this.secrets.testuser);
    if (role.rowCount === 0) await client.query(`CREATE ROLE ${ROLE} LOGIN NOSUPERUSER PASSWORD ${password}`);
    else await client.query(`ALTER ROLE ${ROLE} LOGIN NOSUPERUSER PASSWORD ${password}`);
    const database = await client.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (database.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${ROLE}`);
  }

  /** Ends the application's sessions that are still there, such as ones that wait behind a lock. */
  async endSessions(): Promise<void> {
    await this.asSuperuser(async (client) => {
      await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", [ROLE]);
      await until(
        async () => {
          const left = await client.query("SELECT FROM pg_stat_activity WHERE usename = $1", [ROLE]);
          return left.rowCount === 0;
        },
        { what: "The application's sessions did not end", timeoutMs: 5_000, everyMs: 50 },
      );
    });
  }
}
