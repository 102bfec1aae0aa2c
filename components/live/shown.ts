/** Whether somebody may be looking at this page now; a tab behind another one is hidden. */
export const isShown = (): boolean => document.visibilityState !== "hidden";

/** Calls `work` whenever somebody comes back to this page. Returns the end of that. */
export function whenShown(work: () => void): () => void {
  const listener = () => isShown() && work();
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}
