import Link from "next/link";
import { pathOf } from "@/components/integrations/paths";
import { Card } from "@/components/ui/card";
import { Ago } from "@/components/ui/time";
import { type AlertView, type IncidentAlerts, outcomeWords } from "@/lib/alerts/contract";
import { Signal } from "./signal";

const NEWEST = 5;
const FIRST_SIGNALS = 8;

/** What came in about an incident: where each thing stands, and what became of the newest alerts. Nothing where nothing came. */
export function Alerts({ alerts: { signals, alerts, total } }: { alerts: IncidentAlerts }) {
  if (signals.length === 0 && total === 0) return null;
  const firing = signals.filter(({ status }) => status === "firing").length;
  const [shown, more] = [signals.slice(0, FIRST_SIGNALS), signals.slice(FIRST_SIGNALS)];
  return (
    <Card title="Alerts" note={signals.length > 0 && (firing === 0 ? "nothing fires any more" : `${firing} firing`)}>
      <ul className="flex flex-col divide-y divide-line">
        {shown.map((signal) => (
          <Signal key={signal.id} signal={signal} />
        ))}
      </ul>
      {more.length > 0 && (
        <details className="mt-2">
          <summary className="text-sm font-medium text-accent">{more.length} more</summary>
          <ul className="flex flex-col divide-y divide-line">
            {more.map((signal) => (
              <Signal key={signal.id} signal={signal} />
            ))}
          </ul>
        </details>
      )}
      {alerts.length > 0 && (
        <>
          <h3 className="mt-4 mb-1 text-xs font-semibold text-muted">
            {total > NEWEST ? `The newest of ${total.toLocaleString("en")}` : "What each did"}
          </h3>
          <ul className="flex flex-col gap-1.5">
            {alerts.slice(0, NEWEST).map((alert) => (
              <Said key={alert.id} alert={alert} />
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function Said({ alert }: { alert: AlertView }) {
  const words = `${alert.action} from ${alert.integration} ${outcomeWords[alert.outcome]}`;
  return (
    <li className="flex items-baseline gap-2 text-sm">
      <span className="min-w-0 flex-1 wrap-anywhere">
        {alert.delivery_id ? (
          <Link
            href={`${pathOf(alert.integration)}/deliveries/${alert.delivery_id}`}
            className="underline decoration-current/30 underline-offset-2 hover:decoration-current"
          >
            {words}
          </Link>
        ) : (
          words
        )}
      </span>
      <Ago at={alert.at} className="text-xs whitespace-nowrap text-muted" />
    </li>
  );
}
