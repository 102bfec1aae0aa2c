import Link from "next/link";
import type { ReactNode } from "react";
import type { IncidentSummary } from "@/lib/incidents/contract";

type Props = {
  incident: Pick<IncidentSummary, "id" | "number" | "title">;
  /** On a page below the incident's own, which its number then leads to. */
  isBelow?: boolean;
  /** Behind the number. */
  children?: ReactNode;
};

/** Where somebody is, and what it is called. */
export function IncidentTitle({ incident: { id, number, title }, isBelow = false, children }: Props) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
        <Link href="/incidents" className="hover:underline">
          Incidents
        </Link>
        <span aria-hidden="true">/</span>
        {isBelow ? (
          <Link href={`/incidents/${id}`} className="hover:underline">
            #{number}
          </Link>
        ) : (
          <span>#{number}</span>
        )}
        {children}
      </p>
      <h1 className="text-xl leading-snug font-semibold tracking-tight wrap-anywhere sm:text-2xl">{title}</h1>
    </>
  );
}
