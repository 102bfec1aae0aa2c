"use client"; // Shows more of a list when asked.

import { useState } from "react";
import { Button } from "./button";

/** The first of a long list, and more of it at each press of `MoreButton`. Nobody reads five hundred at once, and no phone likes to draw them. */
export function useMore<T>(items: readonly T[], first: number, step = first) {
  const [most, setMost] = useState(first);
  return {
    shown: items.slice(0, most),
    left: Math.max(0, items.length - most),
    step,
    showMore: () => setMost(most + step),
  };
}

type More = { left: number; step: number; showMore: () => void; isReading?: boolean };
type Props = { more: More; of: string };

/** Nothing where all is shown. */
export function MoreButton({ more: { left, step, showMore, isReading = false }, of }: Props) {
  if (left === 0) return null;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button small busy={isReading} onClick={showMore}>
        Show {Math.min(left, step).toLocaleString("en")} more
        <span className="sr-only"> {of}</span>
      </Button>
      {left > step && <span className="text-xs text-muted">{left.toLocaleString("en")} are left</span>}
    </span>
  );
}
