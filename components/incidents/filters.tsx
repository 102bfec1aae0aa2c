"use client"; // Writes the URL as one types and chooses.

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef } from "react";
import { SearchIcon } from "@/components/ui/icons";
import { Severity } from "@/lib/incidents/contract";
import { type IncidentQuery, readQuery, writeQuery } from "./query";

const statuses = [
  ["open", "Open"],
  ["triggered", "Triggered"],
  ["acknowledged", "Acknowledged"],
  ["resolved", "Resolved"],
  ["all", "All"],
] as const;

const field = "min-h-10 rounded-lg border border-line-strong bg-raised px-2.5 text-sm";

export function Filters({ query, services }: { query: IncidentQuery; services: string[] }) {
  const router = useRouter();
  const search = useRef<HTMLInputElement>(null);
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (location.hash === "#search") search.current?.focus();
    return () => clearTimeout(typing.current);
  }, []);

  const apply = (form: HTMLFormElement) => {
    const chosen = readQuery(Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, String(value)])));
    router.replace(`/incidents${writeQuery({ ...chosen, status: query.status, page: 1 })}`, { scroll: false });
  };
  const onInput = (event: FormEvent<HTMLFormElement>) => {
    const form = event.currentTarget;
    clearTimeout(typing.current);
    typing.current = setTimeout(() => apply(form), event.target === search.current ? 300 : 0);
  };

  return (
    <div className="flex flex-col gap-3">
      <nav aria-label="Status" className="-mx-4 flex gap-1 overflow-x-auto px-4 py-0.5">
        {statuses.map(([status, label]) => (
          <Link
            key={status}
            href={`/incidents${writeQuery({ ...query, status, page: 1 })}`}
            scroll={false}
            aria-current={query.status === status ? "page" : undefined}
            className={`rounded-lg px-3 py-1.5 text-sm whitespace-nowrap ${
              query.status === status ? "bg-ink font-medium text-bg" : "text-muted hover:bg-sunken hover:text-ink"
            }`}
          >
            {label}
          </Link>
        ))}
      </nav>
      <form
        action="/incidents"
        onInput={onInput}
        onSubmit={(event) => {
          event.preventDefault();
          clearTimeout(typing.current);
          apply(event.currentTarget);
        }}
        className="grid grid-cols-2 gap-2 sm:flex"
      >
        <label className="relative col-span-2 sm:w-80">
          <span className="sr-only">Search title, description or number</span>
          <SearchIcon className="pointer-events-none absolute top-3 left-2.5 size-4 text-muted" />
          <input
            ref={search}
            data-search
            type="search"
            name="q"
            defaultValue={query.q ?? ""}
            maxLength={200}
            placeholder="Search, or a number…"
            className={`${field} w-full pl-8`}
          />
          <kbd className="pointer-events-none absolute top-2.5 right-2.5 hidden rounded border border-line px-1.5 font-mono text-xs text-muted sm:block">
            /
          </kbd>
        </label>
        <label>
          <span className="sr-only">Severity</span>
          <select name="severity" defaultValue={query.severity ?? ""} className={`${field} w-full`}>
            <option value="">Any severity</option>
            {Severity.options.map((severity) => (
              <option key={severity} value={severity}>
                {severity.charAt(0).toUpperCase() + severity.slice(1)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="sr-only">Service</span>
          <select name="service" defaultValue={query.service ?? ""} className={`${field} w-full`}>
            <option value="">Any service</option>
            {services.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </form>
    </div>
  );
}
