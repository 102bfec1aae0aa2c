// What is on the page and nowhere else, and the ways out of a page that would lose it. One watch for all of it: whoever leaves is asked
// once, however much there is to lose.

/** Why something would be lost; each is a sentence of the question. */
export const WRITTEN = "What you have written is not saved.";
export const SHOWN_ONCE = "What is shown here once is not shown again; copy it first.";

const kept = new Set<{ why: string }>();
// In the browser's history: the page, and one more step of this same page that Back may take before anything is lost.
const BASE = "nightshiftBase";
const STEP = "nightshiftStep";
let step: string | null = null;
let isWatching = false;
let isGoingBack = false;
let saidYesAt = Number.NEGATIVE_INFINITY;
const YES_HOLDS_MS = 3_000;

/** Whether leaving this page would lose something. */
export const isAnythingUnsaved = (): boolean => kept.size > 0;

/** Whether to leave what is not saved: true at once where there is nothing. */
export const mayLeave = (isUnsaved: boolean): boolean => !isUnsaved || window.confirm(`${WRITTEN} Leave it?`);

/** From now on, whoever closes the page, follows a link or goes back is asked first. Returns how to end that. */
export function keepUnsaved(why: string): () => void {
  const one = { why };
  kept.add(one);
  watch();
  takeStep();
  return () => kept.delete(one);
}

const askAll = (): boolean => window.confirm(`${[...new Set([...kept].map(({ why }) => why))].join(" ")} Leave it?`);

function watch(): void {
  if (isWatching) return;
  isWatching = true;
  window.addEventListener("beforeunload", onUnload);
  window.addEventListener("click", onClick, true);
  window.addEventListener("popstate", onBack, true);
}

function onUnload(event: BeforeUnloadEvent): void {
  // Who has said yes is not asked again as the page unloads.
  if (kept.size > 0 && event.timeStamp - saidYesAt > YES_HOLDS_MS) event.preventDefault();
}

function onClick(event: MouseEvent): void {
  if (kept.size === 0) return;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
  if (!link || isElsewhere || link.target === "_blank" || link.hasAttribute("download")) return;
  // Another page by another origin is left by unloading this one, which asks by itself.
  if (link.origin !== location.origin || isSamePage(link)) return;
  if (askAll()) {
    saidYesAt = event.timeStamp;
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function onBack(event: PopStateEvent): void {
  if (isGoingBack) {
    isGoingBack = false;
    return;
  }
  const onto = event.state?.[STEP];
  if (typeof onto === "string" && (kept.size === 0 || onto === step)) {
    step = onto;
    return;
  }
  const isFromStep = step !== null && event.state?.[BASE] === step;
  // Nothing is left to lose: the step that was only there to ask goes with the page.
  if (kept.size === 0 && !isFromStep) return;
  event.stopImmediatePropagation();
  if (kept.size > 0 && !askAll()) {
    takeStep();
    return;
  }
  saidYesAt = event.timeStamp;
  step = null;
  isGoingBack = true;
  history.back();
}

/** Going back cannot be refused, so there is one more step of this same page to go back to. */
function takeStep(): void {
  if (step !== null && history.state?.[STEP] === step) return;
  isGoingBack = false;
  step = String(Math.random());
  const { [STEP]: _step, [BASE]: _base, ...state } = history.state ?? {};
  history.replaceState({ ...state, [BASE]: step }, "", location.href);
  history.pushState({ ...state, [STEP]: step }, "", location.href);
}

const isSamePage = (link: HTMLAnchorElement): boolean =>
  link.pathname === location.pathname && link.search === location.search && link.hash !== "";
