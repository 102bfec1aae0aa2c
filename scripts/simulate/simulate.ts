import { sampleOf } from "@/lib/alerts";
import { errorText } from "@/lib/platform/errors";
import { type Alert, deal } from "./deal";
import { help, type Order, orderOf } from "./options";
import { becameOf } from "./outcomes";
import { type Post, postTo } from "./post";
import { becameLines, line, Tally } from "./report";
import { type Sent, sendAll } from "./send";
import { Stop } from "./stop";
import { stories } from "./stories/registry";
import { type Target, targetOf } from "./target";

type Surroundings = {
  /** Where `npm run up` keeps `demo.json`. */
  home: string;
  /** Ends the sending; the report comes all the same. */
  signal: AbortSignal;
  say(text: string): void;
  complain(text: string): void;
};

/** Beyond this many the report alone tells what came of them. */
const MOST_TOLD = 50;
const INTERRUPTED = 130;
const RENEW = "npm run up writes the present one into it when it starts";

/**
 * Sends the alerts that the arguments ask for and reports. Answers with the exit code: 0 when all were acknowledged, 1 when some were not or
 * no server is there, 2 when the arguments make no sense, 130 when it was interrupted before that.
 */
export async function simulate(args: string[], surroundings: Surroundings): Promise<number> {
  const { home, say, complain } = surroundings;
  try {
    const order = orderOf(args);
    if (order === "help") say(help);
    else if (order === "list") say(listed());
    else return await carryOut(order, await targetOf(order, home), surroundings);
    return 0;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    complain(error.message);
    return error.code;
  }
}

function listed(): string {
  return stories
    .map(({ type, name, severity, summary }) => `${type.padEnd(10)}${name.padEnd(20)}${severity.padEnd(10)}${summary}`)
    .join("\n");
}

/** An alert that is on its way or was sent. */
type Begun = { alert: Alert; startedAt: Date };

async function carryOut(order: Order, target: Target, { signal, say }: Surroundings): Promise<number> {
  const alerts = deal(order.stories, order.seed, order.service);
  // Only what was sent at all can end.
  const begun: Begun[] = [];
  const keys = new Set<string>();
  const began = new Date();
  const tally = new Tally();
  const post = postTo(target.url, order.connections);
  const way: Way = { order, target, post, signal, say, tally };
  say(`${inWords(order)} to ${target.url.origin} (--seed ${order.seed})`);
  try {
    await send("firing", order.count, way, () => {
      const next: Begun = { alert: alerts.next().value, startedAt: new Date() };
      keys.add(next.alert.dedupKey);
      if (order.resolves) begun.push(next);
      return next;
    });
    await send("resolved", begun.length, way, (index) => begun[index]);
  } finally {
    post.close();
  }

  say("");
  for (const each of tally.lines()) say(each);
  if (tally.wasDisbelieved)
    say(
      line(
        "Hint",
        order.to
          ? "is --secret still one of this integration's?"
          : `the secret in demo.json may be out of date: ${RENEW}`,
      ),
    );
  const sent = { began, acknowledged: tally.acknowledged, keys };
  for (const each of await afterwards(target, sent, signal)) say(each);
  if (tally.acknowledged < tally.sent) return 1;
  if (signal.aborted) return INTERRUPTED;
  return tally.sent === 0 ? 1 : 0;
}

type Way = { order: Order; target: Target; post: Post; signal: AbortSignal; say(text: string): void; tally: Tally };

async function send(
  state: "firing" | "resolved",
  count: number,
  { order, target, post, signal, say, tally }: Way,
  alertAt: (index: number) => Begun | undefined,
): Promise<void> {
  const titles: string[] = [];
  const one = async (index: number) => {
    const begun = alertAt(index);
    if (!begun) throw new Error(`There is no alert ${index}`);
    const { alert, startedAt } = begun;
    const { story, severity, service, dedupKey } = alert;
    const { title, description } = alert.tell(startedAt);
    if (count <= MOST_TOLD) titles[index] = `${story}: ${title}`;
    const at = state === "firing" ? startedAt : new Date();
    const about = { state, title, description, service, severity, dedupKey, at, startedAt, secret: target.secret };
    return post.send(sampleOf(order.source, about));
  };
  const onSent = (sent: Sent, index: number) => {
    tally.take(sent);
    const status = "answer" in sent ? sent.answer.status : sent.problem;
    if (titles[index] !== undefined) say(`${status}  ${state.padEnd(8)}  ${titles[index]}`);
  };
  await sendAll(count, order, one, { signal, onSent });
}

/** What became of what was taken in, where the API can be asked. */
async function afterwards(
  { api }: Target,
  sent: Parameters<typeof becameOf>[1],
  signal: AbortSignal,
): Promise<string[]> {
  if (!api || sent.acknowledged === 0) return [];
  try {
    return becameLines(await becameOf(api, sent, signal));
  } catch (error) {
    return [line("Incidents", `what came of it could not be read: ${errorText(error)}`)];
  }
}

function inWords({ count, perSecond, source, resolves }: Order): string {
  const alerts = count === 1 ? "1 alert" : `${count.toLocaleString("en-US")} alerts`;
  const pace = perSecond === null ? "" : `, ${perSecond} a second`;
  return `${alerts} in the format of ${source}${pace}${resolves ? ", each resolved afterwards," : ""}`;
}
