import pg from "pg";
import type { Address } from "../config";

export const DATABASE = "testdb";
/** The application's role: not a superuser, so that the reserved connections are left to the agent. */
export const ROLE = "testuser";

/** Whether Postgres turned a newcomer away because every connection that it may have is taken (SQLSTATE too_many_connections). */
export const isTooMany = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "53300";

/** A session of the application, held until somebody ends it. It never reconnects. */
export class Session {
  #isOpen = true;

  private constructor(readonly client: pg.Client) {
    // Being terminated is the point of a held session: it is recorded, and must not end this process.
    client.on("error", () => this.#end());
    client.on("end", () => this.#end());
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  static async open(address: Address, password: string, applicationName: string): Promise<Session> {
    const session = new Session(
      new pg.Client({
        ...address,
        database: DATABASE,
        user: ROLE,
        password,
        application_name: applicationName,
        connectionTimeoutMillis: 3_000,
        keepAlive: true,
      }),
    );
    await session.client.connect();
    return session;
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#end();
    // The server may have ended the session at the same moment.
    await Promise.allSettled([this.client.end()]);
  }

  #end(): void {
    this.#isOpen = false;
  }
}
