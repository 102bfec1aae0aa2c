import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Ago } from "@/components/ui/time";
import type { RelatedIncident } from "@/lib/incidents/contract";

/** Incidents that may help with this one, each with the reason; nothing where there are none. */
export function Related({ incidents }: { incidents: RelatedIncident[] }) {
  if (incidents.length === 0) return null;
  return (
    <Card title="Related incidents">
      <ul className="flex flex-col gap-3">
        {incidents.map(({ id, number, title, status, reason, created_at }) => (
          <li key={id} className="text-sm">
            <Link href={`/incidents/${id}`} className="font-medium text-accent hover:underline wrap-anywhere">
              #{number} {title}
            </Link>
            <p className="text-xs text-muted wrap-anywhere">
              {reason}; {status}, opened <Ago at={created_at} inLink />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
