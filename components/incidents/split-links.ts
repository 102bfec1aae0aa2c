import { hostOf } from "@/components/ui/out-link";
import type { AlertView } from "@/lib/alerts/contract";

type Link = AlertView["links"][number];

const LINK = /^(.{1,200}?): (https?:\/\/\S+)$/;
const kindOf = ({ text, href }: Link): string => `${text} ${hostOf(href)}`;

/**
 * Takes the links off the end of what an alert said, where they stand one a line. A line counts as one only where the incident's alerts
 * have a link of the same words to the same host: what anybody wrote into a description becomes no link.
 */
export function splitLinks(text: string, known: readonly Link[]): { words: string; ends: Link[] } {
  const kinds = new Set(known.map(kindOf));
  const lines = text.split("\n");
  const ends: Link[] = [];
  while (lines.length > 0) {
    const [, word, href] = LINK.exec(lines.at(-1) ?? "") ?? [];
    if (!word || !href || hostOf(href) === null || !kinds.has(kindOf({ text: word, href }))) break;
    // Each once: they are told apart by where they lead.
    if (!ends.some((end) => end.href === href)) ends.unshift({ text: word, href });
    lines.pop();
  }
  return { words: lines.join("\n").trimEnd(), ends };
}
