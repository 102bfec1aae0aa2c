import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

export type Counts = { passed: number; failed: number; skipped: number };

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** The last line of `npm test`. */
export const inWords = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

const Vitest = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

/** What vitest's JSON report counts. A file that could not be run has no failed test in it, and is counted as one. */
export function vitestCounts(exitCode: number, report: string): Counts {
  const parsed = Vitest.safeParse(read(report));
  if (!parsed.success) return crashed;
  const broken = parsed.data.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
  );
  return settled(exitCode, {
    passed: parsed.data.numPassedTests,
    failed: parsed.data.numFailedTests + broken.length,
    skipped: parsed.data.numPendingTests + parsed.data.numTodoTests,
  });
}

const Playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), skipped: z.number() }),
});

/** What Playwright's JSON report counts. No test has a second try. */
export function playwrightCounts(exitCode: number, report: string): Counts {
  const parsed = Playwright.safeParse(read(report));
  if (!parsed.success) return crashed;
  const { expected, unexpected, skipped } = parsed.data.stats;
  return settled(exitCode, { passed: expected, failed: unexpected, skipped });
}

const crashed: Counts = { ...none, failed: 1 };

/** A runner that fails without a failed test (an error outside of the tests, a server that did not start) has failed all the same. */
const settled = (exitCode: number, counts: Counts): Counts =>
  exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;

function read(report: string): unknown {
  if (!existsSync(report)) return null;
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    // Cut short by a crash: the caller counts it as one.
    return null;
  }
}
