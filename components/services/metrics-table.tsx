import { figureText } from "@/components/remediation/effect";
import { took } from "@/components/ui/duration";

const MOST = 40;

/** Metrics by name, numbers aligned. Nested values stand as JSON. */
export function MetricsTable({ metrics, caption }: { metrics: Record<string, unknown>; caption: string }) {
  const rows = Object.entries(metrics)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .slice(0, MOST);
  if (rows.length === 0) return <p className="text-sm text-muted">No metrics.</p>;
  return (
    <table className="w-full table-fixed text-sm">
      <caption className="sr-only">{caption}</caption>
      <tbody className="divide-y divide-line">
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row" className="w-3/5 py-1 pr-3 text-left font-normal text-muted wrap-anywhere">
              {name.replace(/_(bytes|s)$/, "").replaceAll("_", " ")}
            </th>
            <td className="py-1 text-right font-medium wrap-anywhere tabular-nums">{valueText(name, value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function valueText(name: string, value: unknown): string {
  if (typeof value === "number" && name.endsWith("_s")) return took(value * 1_000);
  if (value === null || value === undefined) return "–";
  if (typeof value === "number" || typeof value === "string") return figureText(name, value);
  return typeof value === "boolean" ? (value ? "yes" : "no") : JSON.stringify(value);
}
