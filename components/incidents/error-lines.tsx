import { ChevronIcon } from "@/components/ui/icons";

const AT_ONCE = 4;

/** The service's own words. Text only: nothing in them becomes a link or markup. */
export function ErrorLines({ lines }: { lines: string[] }) {
  const counted = [...new Map(lines.map((line, index) => [`${index}:${line}`, line]))];
  const [shown, more] = [counted.slice(0, AT_ONCE), counted.slice(AT_ONCE)];
  if (lines.length === 0) return <p className="text-sm text-muted">The service said nothing.</p>;
  return (
    <>
      <Lines lines={shown} />
      {more.length > 0 && (
        <details className="group mt-2">
          <summary className="flex min-h-8 items-center gap-1 text-sm font-medium text-muted">
            <ChevronIcon className="size-4 motion-safe:transition-transform group-open:rotate-180" />
            {more.length} more
          </summary>
          <div className="mt-2">
            <Lines lines={more} />
          </div>
        </details>
      )}
    </>
  );
}

function Lines({ lines }: { lines: [key: string, text: string][] }) {
  return (
    <ul className="flex flex-col gap-1">
      {lines.map(([key, text]) => (
        <li key={key} className="verbatim border-l-2 border-bad pl-3">
          {text}
        </li>
      ))}
    </ul>
  );
}
