import { OutLink } from "@/components/ui/out-link";
import type { AlertView } from "@/lib/alerts/contract";

type Link = AlertView["links"][number];

/** What an alert said of itself, as text; a line that is one of the alerts' own links, and nothing else, can be followed. */
export function ReportedText({ text, links, className }: { text: string; links: readonly Link[]; className: string }) {
  const known = new Map(links.map((link) => [`${link.text}: ${link.href}`, link]));
  const lines = text.split("\n");
  // The links stand at the end, below what was written.
  const last = lines.findLastIndex((line) => !known.has(line));
  const ends = lines.slice(last + 1).flatMap((line) => known.get(line) ?? []);
  const words = lines
    .slice(0, last + 1)
    .join("\n")
    .trimEnd();
  return (
    <div className={className}>
      {words && <p className="text-sm whitespace-pre-wrap wrap-anywhere">{words}</p>}
      {ends.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1 text-sm first:mt-0">
          {ends.map(({ href, text: word }) => (
            <li key={href}>
              <OutLink href={href} text={word} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
