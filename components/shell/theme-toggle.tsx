"use client"; // Remembers a choice in this browser and applies it at once.

import { useSyncExternalStore } from "react";
import { MoonIcon, ScreenIcon, SunIcon } from "@/components/ui/icons";

type Choice = "system" | "light" | "dark";
const KEY = "nightshift-theme"; // public/theme.js reads it before the first paint.

const choices: { value: Choice; label: string; Icon: typeof SunIcon }[] = [
  { value: "system", label: "System", Icon: ScreenIcon },
  { value: "light", label: "Light", Icon: SunIcon },
  { value: "dark", label: "Dark", Icon: MoonIcon },
];

const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const chosen = (): Choice => {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "system";
};

function choose(choice: Choice): void {
  if (choice === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  try {
    if (choice === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch (error) {
    console.warn("This browser keeps no settings; the choice holds for this page only", error);
  }
  for (const listener of listeners) listener();
}

export function ThemeToggle() {
  const current = useSyncExternalStore(subscribe, chosen, () => "system");
  return (
    <fieldset className="flex items-center gap-1 rounded-lg bg-sunken p-1">
      <legend className="sr-only">Colours</legend>
      {choices.map(({ value, label, Icon }) => (
        <label
          key={value}
          className={`flex min-h-8 flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-md px-2 text-xs has-focus-visible:outline-2 has-focus-visible:outline-accent ${
            current === value ? "bg-raised font-medium text-ink shadow-sm" : "text-muted"
          }`}
        >
          <input
            type="radio"
            name="theme"
            value={value}
            checked={current === value}
            onChange={() => choose(value)}
            className="sr-only"
          />
          <Icon className="size-3.5" />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
