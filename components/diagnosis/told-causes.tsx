import Link from "next/link";
import { Ago } from "@/components/ui/time";
import type { ToldCause } from "@/lib/diagnosis/contract";

/** What people said was really wrong with earlier incidents like this one, the newest first; nothing where nobody has. */
export function ToldCauses({ causes }: { causes: ToldCause[] }) {
  if (causes.length === 0) return null;
  return (
    <section aria-label="What people said before" className="flex flex-col gap-1.5 text-sm">
      {causes.map(({ incident_id: id, incident_number: number, real_cause: cause, by, at }, index) => (
        <p key={`${id} ${by.id}`}>
          <span className="font-semibold">{index === 0 ? "Last time people said the cause was:" : "Before that:"}</span>{" "}
          {cause}{" "}
          <span className="text-muted">
            ({by.name}, <Ago at={at} />, about{" "}
            <Link href={`/incidents/${id}`} className="text-accent underline">
              #{number}
            </Link>
            )
          </span>
        </p>
      ))}
    </section>
  );
}
