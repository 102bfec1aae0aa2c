"use client"; // Searched while one types.

import Link from "next/link";
import { useId, useState } from "react";
import { SearchIcon } from "@/components/ui/icons";
import { MoreButton, useMore } from "@/components/ui/more";
import type { ServiceView } from "@/lib/monitoring/contract";
import { named } from "./order";

const AT_ONCE = 25;

/** What is known from alerts alone: there may be hundreds of them, so each takes one line, and they can be searched. */
export function KnownServices({ services }: { services: ServiceView[] }) {
  const [words, setWords] = useState("");
  const search = useId();
  const found = named(services, words);
  const more = useMore(found, AT_ONCE);
  return (
    <section aria-label="Known from alerts" className="rounded-xl border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-[0.9375rem] font-semibold">
            Known from alerts <span className="font-normal text-muted">({services.length.toLocaleString("en")})</span>
          </h2>
          <p className="text-xs text-muted">Nobody watches these; alerts have named them.</p>
        </div>
        {services.length > AT_ONCE && (
          <div className="relative w-full sm:w-64">
            <label htmlFor={search} className="sr-only">
              Search what is known from alerts
            </label>
            <SearchIcon className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
            <input
              id={search}
              type="search"
              value={words}
              onChange={(event) => setWords(event.target.value)}
              placeholder="Search by name"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="min-h-10 w-full rounded-lg border border-line-strong bg-raised pr-3 pl-9 text-base sm:text-sm"
            />
          </div>
        )}
      </header>
      {words.trim() !== "" && (
        <p role="status" className="px-4 pb-2 text-xs text-muted">
          {found.length === 0 ? "None is called so." : `${found.length.toLocaleString("en")} found.`}
        </p>
      )}
      <ul className="border-t border-line px-4 py-1 sm:columns-2 sm:gap-8 lg:columns-3">
        {more.shown.map((service) => (
          <Known key={service.id} service={service} />
        ))}
      </ul>
      {more.left > 0 && (
        <p className="border-t border-line px-4 py-3">
          <MoreButton more={more} of="services known from alerts" />
        </p>
      )}
    </section>
  );
}

function Known({ service: { name, open_incident_id: incident } }: { service: ServiceView }) {
  return (
    <li className="flex min-h-9 break-inside-avoid items-center gap-2 text-sm">
      <Link
        href={`/services/${encodeURIComponent(name)}`}
        title={name}
        className="min-w-0 flex-1 truncate hover:underline"
      >
        {name}
      </Link>
      {incident && (
        <Link
          href={`/incidents/${incident}`}
          className="rounded-md bg-bad-soft px-1.5 py-0.5 text-xs font-medium whitespace-nowrap text-bad hover:underline"
        >
          Open incident
          <span className="sr-only"> of {name}</span>
        </Link>
      )}
    </li>
  );
}
