import type pg from "pg";

// Timers run before what has arrived meanwhile is read. So a process that stood still (a machine that was paused, a disk that stalled)
// finds its waits for a connection over although the database answered long ago, and would call it unavailable.

const LATE_MS = 250;

/** Has the pool ask once more where a wait of `connectMs` failed late: this process was not listening. */
export function askAgainAfterStandstill(pool: pg.Pool, connectMs: number): void {
  const connect = pool.connect.bind(pool);
  type Callback = Parameters<typeof connect>[0];

  const stoodStill = (since: number) => performance.now() - since > connectMs + LATE_MS;

  const tell = (callback: Callback): void => {
    const began = performance.now();
    connect((error, client, done) => {
      if (error && stoodStill(began)) connect(callback);
      else callback(error, client, done);
    });
  };
  const promise = async (): Promise<pg.PoolClient> => {
    const began = performance.now();
    try {
      return await connect();
    } catch (error) {
      if (!stoodStill(began)) throw error;
      return connect();
    }
  };
  pool.connect = ((callback?: Callback) => (callback ? tell(callback) : promise())) as typeof pool.connect;
}
