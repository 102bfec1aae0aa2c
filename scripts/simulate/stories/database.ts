import { clockTime, type Story, stamp } from "./story";

const poolExhaustion: Story = {
  name: "pool-exhaustion",
  type: "database",
  summary: "Every connection of a pool is taken and requests wait for one",
  severity: "critical",
  services: ["orders-db", "payments-db", "accounts-db", "bookings-db", "tickets-db", "ledger-db"],
  tell({ service, host, at, dice }) {
    const size = dice.of([50, 80, 100, 200]);
    const waiting = dice.between(18, 240);
    const waitedMs = dice.between(5_000, 30_000);
    const pid = dice.between(2_000, 64_000);
    return {
      title: `Connection pool of ${service} exhausted: ${size} of ${size} in use, ${waiting} requests wait`,
      text: `Since ${clockTime(at, dice.between(2, 9))} every connection of the pool on ${host} is in use. ${waiting} requests wait for one, the longest for ${(waitedMs / 1_000).toFixed(1)} s. ${dice.between(40, 90)} % of the sessions are idle in transaction.`,
      errors: [
        `${stamp(at, 4_210)} [${pid}] FATAL:  sorry, too many clients already`,
        `${stamp(at, 2_945)} [${pid + 3}] FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute`,
        `${stamp(at, 310)} ERROR pool-1 - Connection is not available, request timed out after ${waitedMs}ms (total=${size}, active=${size}, idle=0, waiting=${waiting})`,
      ],
      labels: { engine: "postgresql 16", pool_size: String(size), pool_active: String(size), waiting: String(waiting) },
    };
  },
};

const slowQueries: Story = {
  name: "slow-queries",
  type: "database",
  summary: "Queries that took milliseconds take seconds",
  severity: "high",
  services: ["catalog-db", "search-db", "inventory-db", "reports-db", "reviews-db", "pricing-db"],
  tell({ service, host, at, dice }) {
    const p95Ms = dice.between(2_400, 14_000);
    const usualMs = dice.between(35, 140);
    const table = dice.of(["line_items", "stock_movements", "price_history", "product_reviews"]);
    const rows = dice.between(4, 60) * 1_000_000;
    return {
      title: `Slow queries on ${service}: p95 ${(p95Ms / 1_000).toFixed(1)} s, usually ${usualMs} ms`,
      text: `The 95th percentile of query time on ${host} is ${p95Ms} ms over the last 5 minutes. Most of it is one statement that reads ${table} from end to end (${rows.toLocaleString("en-US")} rows); its plan changed at ${clockTime(at, dice.between(6, 25))}.`,
      errors: [
        `${stamp(at, 9_120)} LOG:  duration: ${p95Ms + dice.between(100, 4_000)}.${dice.between(100, 999)} ms  statement: SELECT * FROM ${table} WHERE lower(sku) = $1 ORDER BY created_at DESC`,
        `${stamp(at, 3_004)} ERROR:  canceling statement due to statement timeout`,
        `${stamp(at, 2_940)} ERROR query failed after ${dice.between(5_000, 30_000)} ms: SELECT count(*) FROM ${table} WHERE status <> 'done'`,
      ],
      labels: {
        engine: "postgresql 16",
        table,
        p95_ms: String(p95Ms),
        running_over_10s: String(dice.between(6, 48)),
        cpu_percent: String(dice.between(88, 100)),
      },
    };
  },
};

const errorRate: Story = {
  name: "error-rate",
  type: "database",
  summary: "A share of all statements fails",
  severity: "high",
  services: ["sessions-db", "carts-db", "profiles-db", "messages-db", "loyalty-db", "coupons-db"],
  tell({ service, host, at, dice }) {
    const percent = (dice.between(45, 380) / 10).toFixed(1);
    const [one, other] = [dice.between(3_000, 30_000), dice.between(30_001, 60_000)];
    return {
      title: `${percent} % of statements fail on ${service} (threshold 1 %)`,
      text: `Errors on ${host} rose to ${percent} % of all statements at ${clockTime(at, dice.between(3, 12))}. ${dice.between(51, 78)} % of them are deadlocks, the rest are serialization failures. A deployment ended ${dice.between(4, 15)} minutes before.`,
      errors: [
        `${stamp(at, 1_840)} [${one}] ERROR:  deadlock detected`,
        `${stamp(at, 1_840)} [${one}] DETAIL:  Process ${one} waits for ShareLock on transaction ${dice.between(80_000_000, 99_000_000)}; blocked by process ${other}.`,
        `${stamp(at, 622)} [${other}] ERROR:  could not serialize access due to concurrent update`,
      ],
      labels: {
        engine: "postgresql 16",
        error_percent: percent,
        statements_per_second: String(dice.between(900, 9_000)),
        deadlocks_per_minute: String(dice.between(20, 400)),
      },
    };
  },
};

export const database: Story[] = [poolExhaustion, slowQueries, errorRate];
