"use client"; // Times move on while one looks.

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";

const RenderedAt = createContext(0);

/** The server's time of rendering: the first paint in the browser must say the same words as the server did. */
export function NowProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>;
}

// One timer for every time on the page.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

const tick = () => {
  now = Date.now();
  for (const listener of listeners) listener();
};
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(tick, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** A text that depends on the time; the component renders again only when the text differs. */
export function useTextOfNow(text: (now: number) => string): string {
  const renderedAt = useContext(RenderedAt);
  return useSyncExternalStore(
    subscribe,
    () => text(now),
    () => text(renderedAt || now),
  );
}

const never = () => () => undefined;

/** False on the server and while its markup is being taken over, true from then on. */
export const useIsInBrowser = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
