"use client"; // Shows the state of the connection as it changes.

import { DiscMark, HalfMark, RingMark } from "@/components/ui/icons";
import type { LiveState } from "./live-client";
import { useLiveState } from "./live-provider";

const looks = {
  connecting: { word: "Connecting…", mark: <RingMark className="size-2.5 breathing" />, colour: "text-muted" },
  live: { word: "Live", mark: <DiscMark className="size-2.5" />, colour: "text-ok" },
  behind: { word: "Out of date", mark: <HalfMark className="size-2.5" />, colour: "text-warn" },
  reconnecting: { word: "Reconnecting…", mark: <HalfMark className="size-2.5 breathing" />, colour: "text-warn" },
  polling: { word: "Polling", mark: <HalfMark className="size-2.5" />, colour: "text-warn" },
} as const satisfies Record<LiveState, unknown>;

const meaning = {
  connecting: "The live connection is being opened",
  live: "Changes show up as they happen",
  behind: "Something on this page could not be read again, and may be old; it is asked for every five seconds",
  reconnecting: "The live connection was lost a moment ago; it is being opened again",
  polling: "There is no live connection; this page asks for news every five seconds and keeps trying",
} as const satisfies Record<LiveState, string>;

export function LiveIndicator() {
  const state = useLiveState();
  const { word, mark, colour } = looks[state];
  return (
    <span
      role="status"
      aria-live="polite"
      title={meaning[state]}
      className={`inline-flex items-center gap-1.5 text-xs font-medium ${colour}`}
    >
      {mark}
      {word}
    </span>
  );
}
