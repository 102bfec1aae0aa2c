import { OutLink } from "@/components/ui/out-link";
import type { AlertView } from "@/lib/alerts/contract";
import { splitLinks } from "./split-links";

type Props = { text: string; links: AlertView["links"]; className: string };

/** What an alert said of itself, as text; its own links at the end of it can be followed. */
export function ReportedText({ text, links, className }: Props) {
  const { words, ends } = splitLinks(text, links);
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
