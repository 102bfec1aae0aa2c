import { createHash } from "node:crypto";
import type { Severity } from "@/lib/incidents/contract";
import { type Dice, diceOf } from "./dice";
import type { Scene, Story } from "./stories/story";

/** One story at one place, to be told when its time comes. */
export type Alert = {
  story: string;
  severity: Severity;
  service: string;
  /** The same for the same story at the same host, as long as the seed is. */
  dedupKey: string;
  tell(at: Date): { title: string; description: string };
};

const HOSTS = 8;

/**
 * Alerts without end: each round tells every story once, each of a service of its own. When every service of a story has had its turn, they
 * come again, so that what follows joins what is known. With `service` all of them are about that one.
 */
export function* deal(stories: readonly Story[], seed: string, service: string | null): Generator<Alert, never> {
  const dice = diceOf(seed);
  const services = new Map(stories.map((story) => [story, dice.shuffled(story.services)]));
  for (let round = 0; ; round++) {
    for (const story of dice.shuffled(stories)) {
      const own = services.get(story) ?? [];
      yield alertOf(story, service ?? own[round % own.length] ?? story.services[0], seed, dice);
    }
  }
}

function alertOf(story: Story, service: string, seed: string, dice: Dice): Alert {
  const host = `${service}-${dice.between(1, HOSTS)}`;
  const scene = `${dice.share()}`;
  return {
    story: story.name,
    severity: story.severity,
    service,
    dedupKey: keyOf(seed, story.name, host),
    tell: (at) => inWords(story, { service, host, at, dice: diceOf(scene) }),
  };
}

function inWords(story: Story, scene: Scene) {
  const { title, text, errors, labels } = story.tell(scene);
  const facts = Object.entries({ host: scene.host, ...labels }).map(([name, value]) => `${name}: ${value}`);
  return { title, description: [text, errors.join("\n"), facts.join("\n")].join("\n\n") };
}

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** As long as PagerDuty's ids, and of the same letters. */
function keyOf(...parts: string[]): string {
  const bytes = createHash("sha256").update(parts.join("\n")).digest().subarray(0, 13);
  return `Q${[...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join("")}`;
}
