"use client"; // Times move on while one looks.

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";

const RenderedAt = createContext({ renderedAt: 0, ahead: 0 });

/** The server's time of rendering: the first paint in the browser must say the same words as the server did. */
export function NowProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  // Kept from the first rendering: the two times belong together. How long the page took to load counts as ahead, too.
  const [times] = useState(() => ({ renderedAt, ahead: Date.now() - renderedAt }));
  return <RenderedAt value={times}>{children}</RenderedAt>;
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
  const { renderedAt } = useContext(RenderedAt);
  return useSyncExternalStore(
    subscribe,
    () => text(now),
    () => text(renderedAt || now),
  );
}

/** The same by the server's clock, for what would be a false alarm where the reader's own clock goes wrong. */
export function useTextOfServerNow(text: (now: number) => string): string {
  const { renderedAt, ahead } = useContext(RenderedAt);
  return useSyncExternalStore(
    subscribe,
    () => text(now - ahead),
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
