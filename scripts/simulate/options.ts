import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import type { SourceName } from "@/lib/integrations/contract";
import { ServiceName } from "@/lib/monitoring/contract";
import { Stop } from "./stop";
import { stories } from "./stories/registry";
import { type Story, types } from "./stories/story";

export const senders = [
  "pagerduty",
  "alertmanager",
  "grafana",
  "cloudwatch",
  "datadog",
  "events-v2",
  "generic",
] as const satisfies readonly SourceName[];
export type Sender = (typeof senders)[number];

/** What is to be sent. */
export type Order = {
  stories: readonly Story[];
  count: number;
  /** Null: each as soon as a connection is free. */
  perSecond: number | null;
  connections: number;
  source: Sender;
  service: string | null;
  resolves: boolean;
  seed: string;
  /** Another place than the one that `npm run up` wrote down. */
  to: { url: string; secret: string } | null;
};

const MOST_AT_ONCE = 10_000;
const LONGEST_S = 3_600;
const FASTEST = 10_000;
// What is kept of each until the report has to fit into memory.
const MOST = 1_000_000;
const USUAL_RATE = 2;
// What is sent at a rate is spread over at most so many connections. They bound what a server that hangs can hold up here.
const CONNECTIONS = 256;

const options = {
  type: { type: "string" },
  scenario: { type: "string" },
  all: { type: "boolean", default: false },
  batch: { type: "string" },
  stress: { type: "string" },
  rate: { type: "string" },
  source: { type: "string", default: "pagerduty" },
  service: { type: "string" },
  resolve: { type: "boolean", default: false },
  seed: { type: "string" },
  url: { type: "string" },
  secret: { type: "string" },
  list: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export const help = `Sends realistic alerts to a Nightshift that runs: npm run simulate -- [options]

What
  --type TYPE       ${types.join(", ")}; any of them when left out
  --scenario NAME   one scenario; --list shows them
  --service NAME    all about this service, such as redis-test; else about ones that Nightshift does not know
  --seed SEED       the same seed tells the same stories of the same services
How many
  (nothing)         one, by chance
  --all             every scenario once (of the type, where one is named)
  --batch N         N at once
  --stress S        for S seconds, at --rate R a second (${USUAL_RATE} when left out), whether answers come quickly or not
  --resolve         then everything is resolved again, at the same pace
From and to
  --source SOURCE   ${senders.join(", ")}; in its own format, proven its own way
                    (for cloudwatch, where only Amazon can sign, with a key that the demo organization alone believes;
                    a heartbeat is called, not alerted)
  --url U --secret S  another address than the one in demo.json; for events-v2 the secret is the routing key

Ctrl-C ends the sending and still gives the report. The exit code is 0 when everything was acknowledged.`;

/** What the arguments ask for. Throws `Stop` with one line for whoever typed them. */
export function orderOf(args: string[], env: NodeJS.ProcessEnv = process.env): Order | "help" | "list" {
  refuseSwallowed(env);
  const given = parsed(args);
  if (given.help) return "help";
  if (given.list) return "list";
  const amounts = (["all", "batch", "stress"] as const).filter(
    (name) => given[name] !== undefined && given[name] !== false,
  );
  if (amounts.length > 1) throw wrong(`--${amounts.join(" and --")} exclude each other`);
  if (given.rate !== undefined && given.stress === undefined)
    throw wrong("--rate says how fast --stress sends; name both");
  if (given.service !== undefined && !ServiceName.safeParse(given.service).success)
    throw wrong(`"${given.service}" cannot be the name of a service`);
  const chosen = storiesOf(given.type, given.scenario);
  return {
    stories: chosen,
    ...amountOf(given, chosen.length),
    source: sourceOf(given.source),
    service: given.service ?? null,
    resolves: given.resolve,
    seed: given.seed ?? String(randomInt(1e6)),
    to: placeOf(given.url, given.secret),
  };
}

/** npm keeps options for itself that stand before two dashes, and one alert would be sent instead of all. */
function refuseSwallowed(env: NodeJS.ProcessEnv): void {
  const swallowed = Object.keys(options).find((name) => name !== "help" && env[`npm_config_${name}`] !== undefined);
  if (swallowed)
    throw wrong(`npm took --${swallowed} for itself; put two dashes before it: npm run simulate -- --${swallowed}`);
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    // Node goes on about positional arguments, which there are none of.
    const [what] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw wrong(`${what}; npm run simulate -- --help shows what there is`);
  }
}

function storiesOf(type: string | undefined, scenario: string | undefined): readonly Story[] {
  if (type !== undefined && !types.some((each) => each === type))
    throw wrong(`There is no type "${type}"; there are ${types.join(", ")}`);
  const ofType = stories.filter((story) => type === undefined || story.type === type);
  if (scenario === undefined) return ofType;
  const named = ofType.filter(({ name }) => name === scenario);
  if (named.length === 0)
    throw wrong(
      `There is no scenario "${scenario}"${type === undefined ? "" : ` of the type ${type}`}; --list shows them`,
    );
  return named;
}

type Amount = Pick<Order, "count" | "perSecond" | "connections">;

function amountOf(
  { all, batch, stress, rate }: { all: boolean; batch?: string; stress?: string; rate?: string },
  scenarios: number,
): Amount {
  if (batch !== undefined) {
    const count = numberOf("--batch", batch, 1, MOST_AT_ONCE, true);
    return { count, perSecond: null, connections: Math.min(count, CONNECTIONS) };
  }
  if (stress !== undefined) {
    const seconds = numberOf("--stress", stress, 1, LONGEST_S);
    const perSecond = rate === undefined ? USUAL_RATE : numberOf("--rate", rate, 0.01, FASTEST);
    const count = Math.max(1, Math.round(seconds * perSecond));
    if (count > MOST)
      throw wrong(`That would be ${inWords(count)} alerts; at most ${inWords(MOST)} are sent in one go`);
    return { count, perSecond, connections: CONNECTIONS };
  }
  return { count: all ? scenarios : 1, perSecond: null, connections: 1 };
}

function numberOf(option: string, text: string, least: number, most: number, isWhole = false): number {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most && (!isWhole || Number.isInteger(number))) return number;
  const range = `from ${least} to ${inWords(most)}`;
  throw wrong(`${option} takes a ${isWhole ? "whole number" : "number"} ${range}, and it is "${text}"`);
}

function sourceOf(source: string): Sender {
  const sender = senders.find((each) => each === source);
  if (sender) return sender;
  throw wrong(`There is no source "${source}"; there are ${senders.join(", ")}`);
}

function placeOf(url: string | undefined, secret: string | undefined): Order["to"] {
  if (url === undefined && secret === undefined) return null;
  if (url === undefined || secret === undefined) throw wrong("--url and --secret go together; name both");
  if (!URL.canParse(url) || !/^https?:/i.test(url)) throw wrong("--url takes an address with http or https");
  return { url, secret };
}

const inWords = (number: number): string => number.toLocaleString("en-US");
const wrong = (line: string): Stop => new Stop(line, 2);
