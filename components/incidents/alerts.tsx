"use client"; // Many alerts are shown little by little.

import Link from "next/link";
import { pathOf } from "@/components/integrations/paths";
import { Card } from "@/components/ui/card";
import { MoreButton, useMore } from "@/components/ui/more";
import { Ago } from "@/components/ui/time";
import { type AlertView, type IncidentAlerts, outcomeWords } from "@/lib/alerts/contract";
import { Signal } from "./signal";

const FIRST_SIGNALS = 5;
const NEXT_SIGNALS = 25;
const NEWEST = 5;
const OLDER = 25;
const count = (number: number) => number.toLocaleString("en");

/** What came in about an incident: where each thing stands, and what became of the newest alerts. Nothing where nothing came. */
export function Alerts({ alerts: { signals, signals_total: totals, alerts, total } }: { alerts: IncidentAlerts }) {
  const moreSignals = useMore(signals, FIRST_SIGNALS, NEXT_SIGNALS);
  const moreAlerts = useMore(alerts, NEWEST, OLDER);
  if (signals.length === 0 && total === 0) return null;
  const unlisted = totals.firing + totals.resolved + totals.lost - signals.length;
  return (
    <Card title="Alerts" note={signals.length > 0 && standing(totals)}>
      <ul className="flex flex-col divide-y divide-line">
        {moreSignals.shown.map((signal) => (
          <Signal key={signal.id} signal={signal} links={linksOf(signal, alerts)} />
        ))}
      </ul>
      <MoreButton more={moreSignals} of="of what is reported" />
      {moreSignals.left === 0 && unlisted > 0 && (
        <p className="mt-1 text-xs text-muted">
          {count(unlisted)} more are not listed here; what fires comes first. Their alerts stand in the deliveries.
        </p>
      )}
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

/** Where the source shows it, as its newest alert says; what is known of the signal itself comes first. */
function linksOf(
  { integration, dedup_key: key, url }: IncidentAlerts["signals"][number],
  alerts: AlertView[],
): AlertView["links"] {
  const newest = alerts.find((one) => one.integration === integration && one.dedup_key === key && one.links.length > 0);
  const links = newest?.links ?? [];
  return url === null || links.some(({ href }) => href === url)
    ? links
    : [{ href: url, text: "See it there" }, ...links];
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
