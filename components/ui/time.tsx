"use client"; // Times move on while one looks, and the exact time is in the reader's own zone.

import { ago, countdown, elapsed } from "./duration";
import { useIsInBrowser, useTextOfNow } from "./now";

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });

function Moment({ at, text, className }: { at: string; text: string; className?: string | undefined }) {
  const inBrowser = useIsInBrowser();
  const title = inBrowser ? exact.format(new Date(at)) : at;
  return (
    <time dateTime={at} title={title} className={className}>
      {text}
    </time>
  );
}

type Props = { at: string; className?: string };

/** "4 min ago", with the exact local time and zone on hover. */
export function Ago({ at, className }: Props) {
  const text = useTextOfNow((now) => ago(now - Date.parse(at)));
  return <Moment at={at} text={text} className={className} />;
}

/** How long something has lasted, ticking: "2 min 05 s". Stops at `until`. */
export function Since({ at, until, className }: Props & { until?: string | null }) {
  const text = useTextOfNow((now) => elapsed((until ? Date.parse(until) : now) - Date.parse(at)));
  return <Moment at={at} text={text} className={className} />;
}

/** What is left until `at`: "4:59". */
export function Countdown({ at, className }: Props) {
  const text = useTextOfNow((now) => countdown(Date.parse(at) - now));
  return <Moment at={at} text={text} className={className} />;
}

/** Whether `at` lies in the past, for what must change at that moment. */
export function useIsPast(at: string): boolean {
  return useTextOfNow((now) => (Date.parse(at) <= now ? "past" : "")) === "past";
}

/** The exact local time with its zone, spelled out, for where there is room for it. */
export function Exact({ at, className }: Props) {
  const inBrowser = useIsInBrowser();
  return (
    <time dateTime={at} className={className}>
      {inBrowser ? exact.format(new Date(at)) : at}
    </time>
  );
}
