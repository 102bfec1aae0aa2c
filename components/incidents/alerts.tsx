"use client"; // Many alerts are shown little by little.

import Link from "next/link";
import { pathOf } from "@/components/integrations/paths";
import { Card } from "@/components/ui/card";
import { MoreButton, useMore } from "@/components/ui/more";
import { Ago } from "@/components/ui/time";
import { type AlertView, type IncidentAlerts, outcomeWords } from "@/lib/alerts/contract";
import { SignalList } from "./signal-list";

const NEWEST = 5;
const OLDER = 25;
const count = (number: number) => number.toLocaleString("en");

/** What came in about an incident: where each thing stands, and what became of the newest alerts. Nothing where nothing came. */
export function Alerts({ incidentId, alerts: heard }: { incidentId: string; alerts: IncidentAlerts }) {
  const { signals, signals_total: totals, alerts, total } = heard;
  const moreAlerts = useMore(alerts, NEWEST, OLDER);
  if (signals.length === 0 && total === 0) return null;
  return (
    <Card title="Alerts" note={signals.length > 0 && standing(totals)}>
      <SignalList incidentId={incidentId} alerts={heard} />
      {alerts.length > 0 && (
        <>
          <h3 className="mt-4 mb-1 text-xs font-semibold text-muted">
            {total > NEWEST ? `The newest of ${count(total)} alerts` : "What each alert did"}
          </h3>
          <ul className="mb-2 flex flex-col gap-2">
            {moreAlerts.shown.map((alert) => (
              <Said key={alert.id} alert={alert} />
            ))}
          </ul>
          <MoreButton more={moreAlerts} of="of the newest alerts" />
        </>
      )}
    </Card>
  );
}

function standing({ firing, resolved, lost }: IncidentAlerts["signals_total"]): string {
  if (lost > 0) {
    const known = [firing > 0 && `${count(firing)} firing`, resolved > 0 && `${count(resolved)} over`];
    return [...known.filter(Boolean), `${count(lost)} not known any more`].join(", ");
  }
  if (firing === 0) return resolved > 1 ? `all ${count(resolved)} are over` : "it is over";
  return resolved === 0 ? `${count(firing)} firing` : `${count(firing)} firing, ${count(resolved)} over`;
}

function Said({ alert }: { alert: AlertView }) {
  return (
    <li className="text-sm">
      <p className="wrap-anywhere">
        {alert.delivery_id ? (
          <Link
            href={`${pathOf(alert.integration)}/deliveries/${alert.delivery_id}`}
            className="underline decoration-current/30 underline-offset-2 hover:decoration-current"
          >
            {alert.title}
          </Link>
        ) : (
          alert.title
        )}
      </p>
      <p className="text-xs text-muted">
        {alert.action} from {alert.integration} {outcomeWords[alert.outcome]}, <Ago at={alert.at} />
      </p>
    </li>
  );
}
