import { CopyButton } from "@/components/ui/copy-button";

/** The exact commands, as text to read; wrapped, because what scrolls out of sight is not read. */
export function Commands({ commands, label = "Copy the commands" }: { commands: string[]; label?: string }) {
  if (commands.length === 0) return <p className="text-sm text-muted">Runs no command.</p>;
  // Two equal commands in one list are two runs; their place tells them apart.
  const keyed = commands.map((command, place) => [`${place} ${command}`, command] as const);
  return (
    <div className="flex items-start gap-1 rounded-lg bg-term-bg py-1 pr-1 pl-3 text-term-ink">
      <ol className="min-w-0 flex-1 py-1">
        {keyed.map(([key, command]) => (
          <li key={key} className="verbatim pl-4 -indent-4">
            <span className="text-term-command select-none">$ </span>
            {command}
          </li>
        ))}
      </ol>
      <CopyButton
        text={commands.join("\n")}
        label={label}
        className="text-term-muted! hover:bg-term-line! hover:text-term-ink!"
      />
    </div>
  );
}
