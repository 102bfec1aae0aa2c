/** What scrolls must be reachable by keyboard; only some browsers see to that by themselves. */
const REACHABLE = 0;

type Props = { label: string; text: string; className?: string };

/** A longer text as it is, in a box of its own that scrolls both ways. */
export function ScrollText({ label, text, className = "" }: Props) {
  return (
    <section aria-label={label} tabIndex={REACHABLE} className={`overflow-auto ${className}`}>
      <pre className="font-mono">{text}</pre>
    </section>
  );
}
