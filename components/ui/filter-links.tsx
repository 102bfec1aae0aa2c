import Link from "next/link";

type Props = { label: string; choices: readonly { href: string; word: string; isChosen: boolean }[] };

/** A choice that stands in the address: it works without scripts, and a link to it shows the same. */
export function FilterLinks({ label, choices }: Props) {
  return (
    <nav aria-label={label} className="-mx-1 flex flex-wrap gap-1 p-1">
      {choices.map(({ href, word, isChosen }) => (
        <Link
          key={href}
          href={href}
          aria-current={isChosen ? "page" : undefined}
          className={`rounded-lg px-3 py-1.5 text-sm whitespace-nowrap ${
            isChosen ? "bg-ink font-medium text-bg" : "text-muted hover:bg-sunken hover:text-ink"
          }`}
        >
          {word}
        </Link>
      ))}
    </nav>
  );
}
