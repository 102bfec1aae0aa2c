import { CopyButton } from "@/components/ui/copy-button";

/** A service that cannot be started on this machine, and the command that changes that. */
export function UnavailableHint({ hint }: { hint: string }) {
  return (
    <div className="rounded-lg border border-warn/40 bg-warn-soft px-3 py-2 text-sm">
      <p className="font-medium text-warn">Not startable on this machine. To change that, type:</p>
      <div className="mt-1 flex items-center justify-between gap-2">
        <code className="verbatim">{hint}</code>
        <CopyButton text={hint} label="Copy the command" />
      </div>
    </div>
  );
}
