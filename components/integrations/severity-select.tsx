import type { ComponentProps } from "react";
import { Severity } from "@/lib/incidents/contract";

/** One of the four severities, in a table where the row names it. */
export const SeveritySelect = (props: ComponentProps<"select">) => (
  <select
    {...props}
    className="min-h-10 min-w-28 rounded-lg border border-line-strong bg-raised disabled:bg-sunken px-2 text-sm capitalize"
  >
    {Severity.options.map((severity) => (
      <option key={severity} value={severity}>
        {severity}
      </option>
    ))}
  </select>
);
