import { redact } from "@/lib/platform/redact";
import { ms, ratio } from "./figures";
import type { Finding } from "./table";

const KB = 1_024;
const [SMALL, LARGE] = [64 * KB, 256 * KB];
const TRIES = 3;
// Four times the text takes four times the time; sixteen times is what an expression takes that tries again at each place.
const BOUND = 8;
/** The CPU's clock ticks every few milliseconds: what is shorter counts as this. */
const LEAST_MS = 4;

/** Texts that begin again and again what a shape looks for, and never end it. */
const beginnings = [
  ...["a.", "a-a.", "a://", "a://a:", "token=", "token='", 'token="\\"', "password=", "password='\"", "password= "],
  ...["-eyJ", "_eyJaaaaaaaa.", "eyJaaaaaaaa.aaaaaaaa.-", "authorization: ", "authorization: bearer ", "bearer "],
  ...[
    "curl ",
    "curl -u ",
    "curl --user a",
    "-a ",
    "-a a",
    "--password\t",
    "requirepass ",
    "ghp_a",
    "SG.-",
    "AKIA",
    "AIza",
  ],
  ...[
    "-----BEGIN ",
    "-----BEGIN PRIVATE KEY ",
    "-----BEGIN A PRIVATE KEY-----",
    "/webhook/a/a",
    "routing_key=a",
    "\\",
    " ",
  ],
];
/** What brings a text past the look that most texts do not pass, and an end that makes it look like a secret after all. */
const frames = [
  ["token: x ", ""],
  ["", "@"],
  ['password="', ""],
  ["eyJ", "1"],
];

/**
 * How the time grows that hiding secrets takes, over texts that somebody has written to make it long: whoever may send an alert or write a
 * log would otherwise keep the process busy that answers everybody.
 */
export async function benchRedact(): Promise<Finding[]> {
  const measured = beginnings.flatMap((beginning) =>
    frames.map(([before, after]) => {
      const text = (size: number) => `${before}${beginning.repeat(size / beginning.length)}${after}`;
      const [small, large] = [quickest(text(SMALL)), quickest(text(LARGE))];
      return { what: JSON.stringify(`${before}${beginning}…${after}`), small, large, growth: large / small };
    }),
  );
  const worst = measured.reduce((one, other) => (other.growth > one.growth ? other : one));
  const longest = measured.reduce((one, other) => (other.large > one.large ? other : one));
  return [
    {
      what: `Hiding secrets in ${LARGE / KB} KB, ${measured.length} hostile texts`,
      ours: `${ms(longest.large)} at most`,
      against: `${SMALL / KB} KB of the same`,
      difference: `${ratio(worst.large, worst.small)} at most, of ${worst.what}`,
      bound: `× ${BOUND}`,
      verdict: worst.growth <= BOUND ? "ok" : "OVER",
    },
  ];
}

/** The CPU that it takes, in milliseconds, at the best of some tries: other people's work makes it longer, and nothing makes it shorter. */
function quickest(text: string): number {
  const tries = Array.from({ length: TRIES }, () => {
    const before = process.cpuUsage();
    redact(text);
    return process.cpuUsage(before).user / 1_000;
  });
  return Math.max(Math.min(...tries), LEAST_MS);
}
