import { DEAD_ROWS, isBloated } from "../abnormal";
import { faults } from "../faults";
import { count, duration, percent, plainName } from "../figures";
import { assess, cite, type Rule } from "./rule";
import { HINT, weigh } from "./weigh";

const LONG_AGO_S = 86_400;

export const postgresBloat: Rule = {
  fault: faults.postgresBloat,
  component: "Postgres tables",
  evaluate({ subject, known }) {
    const { postgresDeadRows: dead, postgresTransactions: open } = known;
    const worst = dead?.value.worst;
    if (subject.kind !== "postgres" || !dead || !worst || worst.dead < DEAD_ROWS) return null;
    const table = plainName(worst.table) ? `table ${worst.table}` : "a table named in the evidence";
    const share = percent(worst.dead, worst.live + worst.dead);
    const rows = `${count(worst.dead, "row")} of ${table} are dead (${share}) ${cite(dead)}`;
    if (!isBloated(dead.value))
      return assess("rejected", 0.8, `Bloat is not it: ${rows}, which vacuum takes in its stride.`);
    const isNeglected = worst.vacuumedSAgo === null || worst.vacuumedSAgo > LONG_AGO_S;
    const vacuumed =
      worst.vacuumedSAgo === null ? "it was never vacuumed" : `it was vacuumed ${duration(worst.vacuumedSAgo)} ago`;
    const off = dead.value.isAutovacuumOn ? "" : ` Autovacuum is switched off ${cite(dead)}.`;
    const oldest = open?.value.oldest;
    const kept =
      oldest && oldest.ageS >= 600
        ? ` A transaction open for ${duration(oldest.ageS)} keeps vacuum from removing them ${cite(open)}.`
        : "";
    if (!isNeglected && kept === "" && off === "")
      return assess("likely", HINT, `Dead rows pile up: ${rows}; ${vacuumed}, so it may be catching up.`);
    return assess(
      "likely",
      weigh({ words: false, setting: off !== "" || kept !== "" }),
      `Dead rows pile up, so reads go over ever more pages: ${rows}; ${vacuumed}.${off}${kept}`,
    );
  },
  immediateActions: ({ known }) => [
    `End what keeps old rows alive (old transactions, unused slots) first, then run VACUUM (ANALYZE) on the table ${cite(known.postgresDeadRows)}. VACUUM FULL would lock it.`,
  ],
  longTermFixes: () => [
    "Leave autovacuum on, and lower autovacuum_vacuum_scale_factor for large tables that change much.",
  ],
  monitoring: () => ["Dead rows as a share of all rows by table, and the time since the last autovacuum."],
  disprovedBy: "Queries that stay as slow after a VACUUM has removed the dead rows.",
};
