import { plain } from "./citations";
import { Refusal } from "./refusal";

// People act at night on what they read. What they are advised is words, and nothing that they read tells them to type or approve something.

// Programs that are no words of English, and of those that are, only what is asked of them as of a program.
const PROGRAM = [
  /\b(?:sudo|mkfs|chmod|chown|killall|pkill)\s+[-/\w]/,
  /\b(?:systemctl|kubectl|helm|pg_ctl)\s+[-a-z]/,
  /\b(?:rm|kill|docker|redis-cli|psql|bash|sh|curl|wget)\s+-/,
  /\b(?:curl|wget)\s+\S*:\/\//,
  /\bdocker\s+(?:exec|run|restart|stop|kill|rm|compose)\b/,
  /\bservice\s+\S+\s+(?:start|stop|restart|reload)\b/,
  /\bgit\s+(?:push|pull|reset|revert|checkout)\b/,
  /\bdd\s+(?:if|of)=/,
];
const STATEMENT =
  /\bFLUSH(?:ALL|DB)\b|\bCONFIG\s+SET\b|\bCLIENT\s+KILL\b|\bpg_terminate_backend\b|\b(?:drop|truncate|alter)\s+(?:table|database|schema|role|index|system)\b|\bdelete\s+from\s+\w+\s+where\b/i;
const SHELL = /`|&&|\|\||\s\|\s|\$[({]/;

// A line for a shell that nobody speaks of in passing.
const TYPED = /\bsudo\s+[-/\w]|\bmkfs(?:\.\w+)?\s+[-/]|\brm\s+-\w|\bdd\s+(?:if|of)=|\|\s*(?:ba|da|z)?sh\b|&&|\$\(/;

const source = (shapes: RegExp[]) => shapes.map((shape) => shape.source).join("|");
const COMMAND = `(?:${source([...PROGRAM, STATEMENT, /\bredis-cli\s+\w/, /\bSHUTDOWN\b/, /\bSCRIPT\s+KILL\b/])})`;
/** Where an order begins: "clients run FLUSHALL" tells of one. */
const ORDER = String.raw`(?:^|[.;:!?,(]\s*|\b(?:and|then|now|next|please|just|first|also|must|should|immediately)\s+)`;
const VERB = "(?:run|rerun|execute|type|enter|issue|paste|use|try|call|invoke|apply|perform)";
const FILLER = String.raw`(?:(?:the|a|an|this|following|commands?|statement|query|line|in|on|your|shell|host|server|redis|postgres|as|root|it|there|here|now)[:,]?\s+){0,5}`;
/** What makes a sentence of a command at its beginning: "FLUSHALL was called", and not "FLUSHALL at once". */
const STATED = String.raw`[^.;!?]*\b(?:is|was|were|are|has|have|had|does|did|will|would|can|cannot|could|may|might|waits?|holds?|held|took|takes|ran|runs|shows?|blocks?|appears?|came|comes|fails|returns?|needs|stands?|makes?|made|removes|frees|\w{2,}ed)\b`;
const ORDERED = new RegExp(`${ORDER}${VERB}\\s+${FILLER}${COMMAND}`, "i");
const BARE = new RegExp(String.raw`(?:^|[.;:!?]\s+)(?:(?:please|now|just|then)\s+)?${COMMAND}(?!${STATED})`, "i");

const TO_APPROVE = [
  // "A person must approve every change" tells how it works.
  String.raw`(?:^|[.;:!?,(]\s*|\b(?:and|then|now|next|please|just|first|also|immediately)\s+)approve\b`,
  String.raw`\b(?:must|should)\s+(?:\w+\s+)?approve\s+(?:the|this|that|it|them|now|all)\b`,
  String.raw`${ORDER}(?:accept|authori[sz]e)\s+(?:the|this|that)\s+(?:proposal|proposed|fix|remedy)\b`,
  String.raw`\b(?:click|press|hit|tap|push)\s+(?:on\s+)?(?:the\s+)?(?:approve|accept|confirm|get ai)\b`,
  String.raw`\b(?:ignore|disregard|forget|override|bypass)\s+(?:all|any|every|previous|prior|earlier|your)\s+(?:\w+\s+){0,2}(?:rules?|instructions?|checks?|polic(?:y|ies))\b`,
  String.raw`${ORDER}(?:visit|open|go\s+to|log\s?in\s+(?:at|to)|sign\s?in\s+(?:at|to)|download)\s+(?:\S+\s+){0,3}?\S*https?://`,
].map((shape) => new RegExp(shape, "i"));

const withoutMarks = (text: string): string => plain(text).replace(/[`"'“”‘’*]/g, "");

const isOneOf = (shapes: readonly RegExp[], text: string): boolean => {
  const words = withoutMarks(text);
  return shapes.some((shape) => shape.test(words));
};
const ORDERS = [TYPED, ORDERED, BARE, ...TO_APPROVE];
const REFUSED =
  "This reads as an order to type or approve something; tell what was seen and what follows from it, and people decide";

/** For advice: throws a `Refusal` for what reads as something to type, or as an order to approve. */
export function requireNoCommand(text: string): void {
  if ([...PROGRAM, STATEMENT, SHELL].some((shape) => shape.test(text)))
    throw new Refusal("Advice is words for people and no command; say what is to be achieved, and Nightshift says how");
  if (isOneOf(TO_APPROVE, text)) throw new Refusal(REFUSED);
}

/**
 * For what tells of something: commands that were looked at or that others gave may be spoken of. Throws a `Refusal` for what reads as
 * something to type, or as an order to approve.
 */
export function requireNoOrder(text: string): void {
  if (isOneOf(ORDERS, text)) throw new Refusal(REFUSED);
}

/** The same for what is said on the way, which nobody can ask for again: only the sentences that give no order. */
export const withoutOrders = (text: string): string =>
  text
    .split(/(?<=[.!?;])\s+/)
    .map((sentence) => (isOneOf(ORDERS, sentence) ? "(an order, not shown)" : sentence))
    .join(" ");
