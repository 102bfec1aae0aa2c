import type { FixRecord } from "@/lib/remediation/contract";

/** How often an action has helped against this fault here, and what that proves. */
export function FixRecordText({ record: { fixed, tried, at_least } }: { record: FixRecord }) {
  return (
    <span>
      {fixed === 0
        ? `has not fixed it here in ${tried === 1 ? "one try" : `${tried} tries`}`
        : `fixed it ${fixed} of ${tried} ${tried === 1 ? "time" : "times"} here`}
      {fixed > 0 && (
        <span className="text-muted"> (at least {Math.floor(at_least * 100)} %, with 95 % confidence)</span>
      )}
    </span>
  );
}

/** What has helped before, most surely first; nothing when nothing was tried. */
export function WhatHelpedBefore({ records }: { records: FixRecord[] }) {
  if (records.length === 0) return null;
  return (
    <div>
      <h3 className="text-sm font-semibold">What helped before</h3>
      <ul className="mt-1 flex list-disc flex-col gap-1 pl-5 text-sm marker:text-muted">
        {records.map((record) => (
          <li key={record.action}>
            <span className="font-medium">{record.title}</span> <FixRecordText record={record} />
          </li>
        ))}
      </ul>
    </div>
  );
}
