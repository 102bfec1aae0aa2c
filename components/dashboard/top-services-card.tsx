import Link from "next/link";
import { Card } from "@/components/ui/card";
import type { TopServices } from "@/lib/analytics/contract";
import { ShareBar } from "./share-bar";
import { many, spanText } from "./words";

export function TopServicesCard({ top }: { top: TopServices }) {
  const most = Math.max(1, ...top.items.map(({ opened }) => opened));
  return (
    <Card title="Where it breaks most">
      {top.items.length === 0 ? (
        <p className="text-sm text-muted">No service had an incident in this period.</p>
      ) : (
        <ol className="flex flex-col gap-2.5 text-sm">
          {top.items.map((item) => (
            <li key={item.service_name}>
              <div className="flex items-baseline justify-between gap-3">
                <Link
                  href={`/incidents?status=all&service=${encodeURIComponent(item.service_name)}`}
                  className="truncate font-medium hover:underline"
                >
                  {item.service_name}
                </Link>
                <span className="shrink-0 text-xs text-muted">
                  {item.open_now > 0 && <span className="mr-2 font-medium text-bad">{item.open_now} open</span>}
                  {item.time_to_resolve.count > 0 && <>median {spanText(item.time_to_resolve.median_ms)} · </>}
                  {many(item.opened, "incident")}
                </span>
              </div>
              <ShareBar share={item.opened / most} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
