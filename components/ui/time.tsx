"use client"; // Times move on while one looks, and the exact time is in the reader's own zone.

import { useState } from "react";
import { ago, countdown, elapsed } from "./duration";
import { useIsInBrowser, useTextOfNow } from "./now";

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const toTheMinute = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "numeric",
  minute: "2-digit",
  timeZoneName: "short",
});
/** Until the reader's own zone is known. Written by hand: two versions of Intl need not agree to the letter. */
const inUtc = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

type Props = {
  at: string;
  className?: string;
  /** A link may hold nothing else that can be pressed; what it leads to tells the exact time. */
  inLink?: boolean;
};

/** A time in words, and the exact one with its zone on hover and, because a phone has none, at a press. */
function Moment({ at, text, className, inLink }: Props & { text: string }) {
  const [isExact, setExact] = useState(false);
  const inBrowser = useIsInBrowser();
  const title = inBrowser ? exact.format(new Date(at)) : inUtc(at);
  if (inLink)
    return (
      <time dateTime={at} title={title} className={className}>
        {text}
      </time>
    );
  return (
    <time dateTime={at} className={className}>
      <button
        type="button"
        title={isExact ? undefined : title}
        aria-expanded={isExact}
        onClick={() => setExact(!isExact)}
        className="-my-1 inline-block min-w-6 cursor-pointer py-1 text-left text-inherit decoration-current/40 decoration-dotted underline-offset-2 hover:underline pointer-coarse:underline"
      >
        {isExact ? `${text} (${title})` : text}
      </button>
    </time>
  );
}

/** "4 min ago", with the exact local time and zone on hover or at a press. */
export function Ago(props: Props) {
  const text = useTextOfNow((now) => ago(now - Date.parse(props.at)));
  return <Moment {...props} text={text} />;
}

/** How long something has lasted, ticking: "2 min 05 s". Stops at `until`; `pausedMs` of it do not count. */
export function Since({ until, pausedMs = 0, ...props }: Props & { until?: string | null; pausedMs?: number }) {
  const text = useTextOfNow((now) => elapsed((until ? Date.parse(until) : now) - Date.parse(props.at) - pausedMs));
  return <Moment {...props} text={text} />;
}

/** What is left until `at`: "4:59". */
export function Countdown(props: Props) {
  const text = useTextOfNow((now) => countdown(Date.parse(props.at) - now));
  return <Moment {...props} text={text} />;
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
      {inBrowser ? exact.format(new Date(at)) : inUtc(at)}
    </time>
  );
}

/** A local time with its zone, to the minute, for what people plan. */
export function Planned({ at }: { at: string }) {
  const inBrowser = useIsInBrowser();
  return <time dateTime={at}>{inBrowser ? toTheMinute.format(new Date(at)) : inUtc(at)}</time>;
}

/** From when to when, to the minute; what both have in common is said once. */
export function PlannedSpan({ from, to }: { from: string; to: string }) {
  const inBrowser = useIsInBrowser();
  return <>{inBrowser ? spanText(new Date(from), new Date(to)) : `${inUtc(from)} to ${inUtc(to)}`}</>;
}

/** Over a change of clocks both zones are named: a range of Intl names one, and the span would look longer or shorter than it is. */
export function spanText(from: Date, to: Date): string {
  if (from.getTimezoneOffset() === to.getTimezoneOffset()) return toTheMinute.formatRange(from, to);
  return `${toTheMinute.format(from)} – ${toTheMinute.format(to)}`;
}
