// Told once, over whatever is open: every form and dialog calls the API through one place.

let isTold = false;
let isOver = false;
const watchers = new Set<() => void>();

function become(told: boolean): void {
  if (isTold === told) return;
  isTold = told;
  for (const watcher of watchers) watcher();
}

/** The API no longer knows who calls. `isAsked`: a person pressed something; what the page reads by itself tells it only once. */
export function tellSessionEnded({ isAsked }: { isAsked: boolean }): void {
  if (isAsked || !isOver) become(true);
  isOver = true;
}

/** The API answered: whoever was told has signed in again. */
export function sessionIsBack(): void {
  isOver = false;
  become(false);
}

/** They have read it. */
export const putAwaySessionEnded = (): void => become(false);

export const isSessionEndTold = (): boolean => isTold;

export function watchSessionEnd(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
