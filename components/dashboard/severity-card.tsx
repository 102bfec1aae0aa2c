import Link from "next/link";
import { SeverityBadge } from "@/components/incidents/badges";
import { Card } from "@/components/ui/card";
import type { SeverityDistribution } from "@/lib/analytics/contract";
import { ShareBar } from "./share-bar";
import { percent } from "./words";

export function SeverityCard({ severity }: { severity: SeverityDistribution }) {
  return (
    <Card title="Severity">
      <table className="w-full text-sm">
        <thead className="text-left text-xs text-muted">
          <tr>
            <th className="font-medium">
              <span className="sr-only">Severity</span>
            </th>
            <th className="w-1/3 font-medium max-sm:sr-only">Share</th>
            <th className="text-right font-medium">Opened</th>
            <th className="text-right font-medium">Open now</th>
          </tr>
        </thead>
        <tbody>
          {severity.items.map((item) => (
            <tr key={item.severity} className="h-9">
              <th scope="row" className="text-left font-normal">
                <SeverityBadge severity={item.severity} />
              </th>
              <td className="max-sm:sr-only">
                <span className="flex items-center gap-2">
                  <ShareBar
                    share={item.share}
                    className={item.severity === "critical" || item.severity === "high" ? "fill-bad" : "fill-warn"}
                  />
                  <span className="w-12 text-right text-xs text-muted">{percent(item)}</span>
                </span>
              </td>
              <td className="text-right">{item.opened.toLocaleString("en")}</td>
              <td className="text-right">
                {item.open_now === 0 ? (
                  <span className="text-muted">0</span>
                ) : (
                  <Link href={`/incidents?severity=${item.severity}`} className="font-medium text-accent underline">
                    {item.open_now.toLocaleString("en")}
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
