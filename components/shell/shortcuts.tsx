"use client"; // Listens to the keyboard.

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { isAnythingUnsaved } from "@/components/ui/unsaved";

const shortcuts = [
  ["/", "Search incidents"],
  ["j", "Next incident in the list"],
  ["k", "Previous incident in the list"],
  ["Enter", "Open the incident that is marked"],
  ["?", "Show this"],
  ["Esc", "Close what is open"],
] as const;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function moveInList(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.findIndex((row) => row.matches(":focus"));
  const next = rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** The keys that work on every page. None of them changes anything: they move, search and explain. */
export function Shortcuts() {
  const dialog = useRef<HTMLDialogElement>(null);
  const router = useRouter();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      // An open dialog has the keyboard for itself.
      if (document.querySelector("dialog[open]")) return;
      if (event.key === "/") {
        event.preventDefault();
        const search = document.querySelector<HTMLInputElement>("[data-search]");
        if (search) search.select();
        // A key pressed by mistake must not lose what somebody is writing.
        else if (!isAnythingUnsaved()) router.push("/incidents#search");
      } else if (event.key === "j") moveInList(1);
      else if (event.key === "k") moveInList(-1);
      else if (event.key === "?") dialog.current?.showModal();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [router]);

  return (
    <dialog
      ref={dialog}
      aria-labelledby="shortcuts-title"
      className="w-[min(24rem,calc(100vw-2rem))] rounded-xl border border-line bg-surface p-5"
    >
      <h2 id="shortcuts-title" className="font-semibold">
        Keyboard shortcuts
      </h2>
      <dl className="my-4 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-sm">
        {shortcuts.map(([key, what]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded-md border border-line-strong bg-sunken px-2 py-0.5 font-mono text-xs">{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={() => dialog.current?.close()}>Close</Button>
    </dialog>
  );
}
