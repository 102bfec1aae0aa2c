"use client"; // A delivery of a thousand alerts is shown little by little.

import Link from "next/link";
import { SeverityBadge } from "@/components/incidents/badges";
import { Card } from "@/components/ui/card";
import { MoreButton, useMore } from "@/components/ui/more";
import { OutLink } from "@/components/ui/out-link";
import { Ago } from "@/components/ui/time";
import { type AlertView, type DeliveryDetail, outcomeWords } from "@/lib/alerts/contract";

const AT_ONCE = 20;

/** What was understood of a delivery, and what became of each alert in it. */
export function ParsedAlerts({ delivery: { state, alerts } }: { delivery: DeliveryDetail }) {
  const more = useMore(alerts, AT_ONCE);
  return (
    <Card
      title="As it was understood"
      note={alerts.length > 1 ? `${alerts.length.toLocaleString("en")} alerts` : undefined}
    >
      {alerts.length === 0 ? (
        <p className="text-sm text-muted">{nothing[state]}</p>
      ) : (
        <>
          <ol className="flex flex-col divide-y divide-line">
            {more.shown.map((alert) => (
              <ParsedAlert key={alert.id} alert={alert} />
            ))}
          </ol>
          <MoreButton more={more} of="of its alerts" />
        </>
      )}
    </Card>
  );
}

const nothing: Record<DeliveryDetail["state"], string> = {
  waiting: "It is kept and waits its turn, usually for less than a second.",
  processed: "There was no alert in it.",
  ignored: "It was read and says nothing about an incident.",
  unreadable: "It could not be read. Once the source or the settings are mended, it can be replayed.",
  failed: "It could not be dealt with. It can be replayed.",
};

function ParsedAlert({ alert }: { alert: AlertView }) {
  const labels = Object.entries(alert.labels);
  return (
    <li className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
      <p className="flex flex-wrap items-center gap-2">
        <SeverityBadge severity={alert.severity} />
        <span className="text-sm text-muted">
          {alert.action} · <Ago at={alert.at} />
        </span>
      </p>
      <p className="font-medium wrap-anywhere">{alert.title}</p>
      <p className="text-sm">
        It <strong className="font-semibold">{outcomeWords[alert.outcome]}</strong>.{" "}
        {alert.incident_id && (
          <Link href={`/incidents/${alert.incident_id}`} className="font-medium text-accent underline">
            The incident
          </Link>
        )}
      </p>
      {alert.description && (
        <p className="line-clamp-6 text-sm whitespace-pre-wrap text-muted wrap-anywhere">{alert.description}</p>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
        <dt className="text-muted">Service</dt>
        <dd className="verbatim">{alert.service_name}</dd>
        <dt className="text-muted">Key</dt>
        <dd className="verbatim">{alert.dedup_key}</dd>
        {labels.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted wrap-anywhere">{name}</dt>
            <dd className="verbatim">{value}</dd>
          </div>
        ))}
      </dl>
      {alert.links.length > 0 && (
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {alert.links.map(({ href, text }) => (
            <li key={href}>
              <OutLink href={href} text={text} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
