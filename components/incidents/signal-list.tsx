"use client"; // Many are shown little by little.

import { useEffect, useRef } from "react";
import { MoreButton } from "@/components/ui/more";
import { Notice } from "@/components/ui/notice";
import type { AlertView, IncidentAlerts, SignalView } from "@/lib/alerts/contract";
import { Signal } from "./signal";
import { FIRST_SIGNALS, useSignals } from "./use-signals";

type Props = { incidentId: string; alerts: IncidentAlerts };

/** Where each thing stands that the incident is about, what fires first. */
export function SignalList({ incidentId, alerts: { signals, signals_total: totals, alerts } }: Props) {
  const total = totals.firing + totals.resolved + totals.lost;
  const more = useSignals(incidentId, signals, total);
  const list = useRef<HTMLUListElement>(null);
  // How many were shown when the button was pressed: with the last of them it goes, and whoever pressed it goes on with what is new.
  const pressedAt = useRef<number | null>(null);
  const showMore = () => {
    pressedAt.current = more.shown.length;
    more.showMore();
  };
  useEffect(() => {
    const from = pressedAt.current;
    if (from === null || more.shown.length <= from) return;
    pressedAt.current = null;
    const item = list.current?.children[from];
    if (more.left === 0 && item instanceof HTMLElement) item.focus();
  }, [more.left, more.shown.length]);
  return (
    <>
      <ul ref={list} aria-label="What is reported" className="flex flex-col divide-y divide-line">
        {more.shown.map((signal) => (
          <Signal key={signal.id} signal={signal} links={linksOf(signal, alerts)} />
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <MoreButton more={{ ...more, showMore }} of="of what is reported" />
        {/* The button says to the eye how many are left. */}
        <p role="status" className="sr-only">
          {total > FIRST_SIGNALS && `${count(more.shown.length)} of ${count(total)} are shown`}
        </p>
      </div>
      {more.refusal && <Notice tone="bad">{more.refusal}</Notice>}
    </>
  );
}

const count = (number: number) => number.toLocaleString("en");

/** Where the source shows it, as its newest alert says; what is known of the signal itself comes first. */
function linksOf({ integration, dedup_key: key, url }: SignalView, alerts: AlertView[]): AlertView["links"] {
  const newest = alerts.find((one) => one.integration === integration && one.dedup_key === key && one.links.length > 0);
  const links = newest?.links ?? [];
  return url === null || links.some(({ href }) => href === url)
    ? links
    : [{ href: url, text: "See it there" }, ...links];
}
