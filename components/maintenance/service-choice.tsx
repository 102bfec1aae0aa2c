"use client"; // Which services can be ticked depends on whether some are meant, and there may be hundreds.

import { useId, useState } from "react";
import { named } from "@/components/services/order";

const AT_ONCE = 25;
const SEARCHED_FROM = 12;

type Props = {
  /** The names that can be chosen. */
  services: readonly string[];
  /** Those that are, in lower case, none for all of them; null while nothing has been chosen. */
  chosen: readonly string[] | null;
};

/** What a window is about. Nothing is chosen beforehand: silence for everything must be meant. Read it with `servicesIn`. */
export function ServiceChoice({ services, chosen }: Props) {
  const search = useId();
  const [which, setWhich] = useState(chosen === null ? null : chosen.length === 0 ? "all" : "some");
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(chosen ?? []));
  const [words, setWords] = useState("");
  const tick = (name: string) =>
    setTicked((before) => {
      const after = new Set(before);
      if (!after.delete(name)) after.add(name);
      return after;
    });
  const choices = services.map((name) => ({ name, key: name.toLowerCase() }));
  const isTicked = ({ key }: { key: string }) => ticked.has(key);
  const found = named(
    choices.filter((one) => !isTicked(one)),
    words,
  );
  const near = new Set(found.slice(0, AT_ONCE));
  // What is ticked stays in view, whatever is searched, and nothing changes its place under the pointer.
  const shown = choices.filter((one) => isTicked(one) || near.has(one));
  const line = "flex items-center gap-2.5 text-sm";
  const mark = "size-6 shrink-0 accent-accent";
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">Services</legend>
      {(["all", "some"] as const).map((one) => (
        <label key={one} className={line}>
          <input
            type="radio"
            name="which"
            value={one}
            required
            checked={which === one}
            onChange={() => setWhich(one)}
            className={mark}
          />
          {one === "some" ? "Only these:" : "All services, also those that are not known yet"}
        </label>
      ))}
      {which === "some" && (
        <div className="flex flex-col gap-2 pl-8.5">
          {choices.length > SEARCHED_FROM && (
            <>
              <label htmlFor={search} className="sr-only">
                Search services
              </label>
              <input
                id={search}
                type="search"
                value={words}
                onChange={(event) => setWords(event.target.value)}
                placeholder="Search by name"
                autoComplete="off"
                autoCapitalize="none"
                className="min-h-10 rounded-lg border border-line-strong bg-raised px-3 text-base sm:text-sm"
              />
            </>
          )}
          <div className="grid max-h-52 gap-x-4 gap-y-1.5 overflow-y-auto p-1 sm:grid-cols-2">
            {shown.map((one) => (
              <label key={one.key} className={line}>
                <input
                  type="checkbox"
                  name="service"
                  value={one.name}
                  checked={isTicked(one)}
                  onChange={() => tick(one.key)}
                  className={mark}
                />
                <span className="min-w-0 wrap-anywhere">{one.name}</span>
              </label>
            ))}
          </div>
          {found.length > AT_ONCE && (
            <p className="text-xs text-muted">
              {(found.length - AT_ONCE).toLocaleString("en")} more: search for them by name.
            </p>
          )}
        </div>
      )}
    </fieldset>
  );
}

/** The names that were chosen, none for all services; null when nothing was ticked where something must be. */
export function servicesIn(fields: FormData): string[] | null {
  const names = fields.getAll("service").map(String);
  if (fields.get("which") === "all") return [];
  return names.length > 0 ? names : null;
}
