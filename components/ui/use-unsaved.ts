"use client"; // Watches the ways out of a page.

import { useEffect } from "react";

const ASK = "What you have written is not saved. Leave it?";

/** Whether to leave what is not saved: true at once where there is nothing. */
export const mayLeave = (isUnsaved: boolean): boolean => !isUnsaved || window.confirm(ASK);

/** While something is not saved, whoever closes the page, follows a link or goes back is asked first. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
      if (!link || isElsewhere || link.target === "_blank" || link.hasAttribute("download")) return;
      // Another page by another origin is left by unloading this one, which asks by itself.
      if (link.origin !== location.origin || isSamePage(link)) return;
      // Who has said yes is not asked again as the page unloads.
      if (window.confirm(ASK)) return window.removeEventListener("beforeunload", onUnload);
      event.preventDefault();
      event.stopPropagation();
    };
    // Going back cannot be refused, so there is one more step of this same page to go back to.
    const stay = () => history.pushState(history.state, "", location.href);
    const onBack = (event: PopStateEvent) => {
      event.stopImmediatePropagation();
      if (window.confirm(ASK)) {
        window.removeEventListener("popstate", onBack, true);
        window.removeEventListener("beforeunload", onUnload);
        history.back();
      } else stay();
    };
    stay();
    window.addEventListener("beforeunload", onUnload);
    window.addEventListener("click", onClick, true);
    window.addEventListener("popstate", onBack, true);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      window.removeEventListener("click", onClick, true);
      window.removeEventListener("popstate", onBack, true);
    };
  }, [isUnsaved]);
}

const isSamePage = (link: HTMLAnchorElement): boolean =>
  link.pathname === location.pathname && link.search === location.search && link.hash !== "";
