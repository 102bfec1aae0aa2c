/** Brings a part of the page to the eye and to the keyboard: to the part itself where it can have the focus, else to its first button. */
export function jumpTo(id: string): void {
  const target = document.getElementById(id);
  if (!target) return;
  target.scrollIntoView({ block: "start" });
  const place = target.hasAttribute("tabindex")
    ? target
    : target.querySelector<HTMLElement>("button:not(time *), [tabindex]");
  place?.focus({ preventScroll: true });
}
