"use client"; // Renders the part of the output that is in view.

import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { RowLayout } from "./row-layout";
import { PREFIX_COLUMNS, ROW_HEIGHT, ROW_PADDING, TerminalRow } from "./terminal-row";
import type { TerminalStore } from "./terminal-store";

const OVERSCAN = 12;

type Props = {
  store: TerminalStore;
  isWrapped: boolean;
  viewport: RefObject<HTMLDivElement | null>;
  /** Whether the end stays in view as lines arrive; scrolling up stops that, scrolling to the end starts it again. */
  isFollowing: boolean;
  onFollowing: (isFollowing: boolean) => void;
};

export function TerminalLines({ store, isWrapped, viewport, isFollowing, onFollowing }: Props) {
  const ruler = useRef<HTMLSpanElement>(null);
  const lastTop = useRef(0);
  const [view, setView] = useState({ top: 0, height: 400, columns: 80 });

  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    const measure = () => {
      const charWidth = (ruler.current?.getBoundingClientRect().width ?? 80) / 10 || 8;
      const columns = Math.max(10, Math.floor((element.clientWidth - ROW_PADDING) / charWidth) - PREFIX_COLUMNS);
      setView((before) => ({ ...before, height: element.clientHeight, columns }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [viewport]);

  const layout = useMemo(
    () => new RowLayout(store.lines, isWrapped ? view.columns : null),
    [store, isWrapped, view.columns],
  );
  const rowCount = layout.rowCount;

  // After every render: what arrives, and how it is laid out, both move the end.
  useLayoutEffect(() => {
    const element = viewport.current;
    if (element && isFollowing) element.scrollTop = element.scrollHeight;
  });

  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    const onScroll = () => {
      const top = element.scrollTop;
      const isAtEnd = top + element.clientHeight >= element.scrollHeight - 2;
      // Only a move upwards means that a person wants to read: the end itself moves down all the time.
      if (isAtEnd) onFollowing(true);
      else if (top < lastTop.current - 1) onFollowing(false);
      lastTop.current = top;
      setView((before) => (before.top === top ? before : { ...before, top }));
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, [viewport, onFollowing]);

  const first = Math.max(0, Math.floor(view.top / ROW_HEIGHT) - OVERSCAN);
  const end = Math.ceil((view.top + view.height) / ROW_HEIGHT) + OVERSCAN;
  return (
    <div style={{ height: rowCount * ROW_HEIGHT }} className="relative w-max min-w-full">
      <span ref={ruler} aria-hidden="true" className="invisible absolute">
        0000000000
      </span>
      <div style={{ transform: `translateY(${first * ROW_HEIGHT}px)` }}>
        {layout.rows(first, end).map((row) => {
          const line = store.lines[row.line];
          return line && <TerminalRow key={`${row.line}.${row.part}`} row={row} line={line} />;
        })}
      </div>
    </div>
  );
}
