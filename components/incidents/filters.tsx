"use client"; // Writes the URL as one types and chooses.

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef } from "react";
import { SearchIcon } from "@/components/ui/icons";
import { Severity } from "@/lib/incidents/contract";
import { type IncidentQuery, openedWithin, readQuery, writeQuery } from "./query";

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

  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // The same for what is typed, except where somebody is typing.
    for (const [name, value] of Object.entries({ q: query.q, label: query.label })) {
      const input = form.current?.elements.namedItem(name);
      if (input instanceof HTMLInputElement && input !== document.activeElement) input.value = value ?? "";
    }
  }, [query.q, query.label]);

  const apply = (form: HTMLFormElement) => {
    const chosen = readQuery(Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, String(value)])));
    router.replace(`/incidents${writeQuery({ ...chosen, status: query.status, page: 1 })}`, { scroll: false });
  };
  const onInput = (event: FormEvent<HTMLFormElement>) => {
    const form = event.currentTarget;
    clearTimeout(typing.current);
    typing.current = setTimeout(() => apply(form), event.target instanceof HTMLInputElement ? 300 : 0);
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
        ref={form}
        action="/incidents"
        onInput={onInput}
        onSubmit={(event) => {
          event.preventDefault();
          clearTimeout(typing.current);
          apply(event.currentTarget);
        }}
        className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap"
      >
        <label className="relative col-span-2 sm:w-80">
          <span className="sr-only">Search titles, descriptions and notes, or a number</span>
          <SearchIcon className="pointer-events-none absolute top-3 left-2.5 size-4 text-muted" />
          <input
            ref={search}
            data-search
            type="search"
            name="q"
            defaultValue={query.q ?? ""}
            maxLength={200}
            placeholder="Words, or a number…"
            className={`${field} w-full pl-8`}
          />
          <kbd className="pointer-events-none absolute top-2.5 right-2.5 hidden rounded border border-line px-1.5 font-mono text-xs text-muted sm:block">
            /
          </kbd>
        </label>
        <Choice name="severity" label="Severity" value={query.severity} any="Any severity">
          {Severity.options.map((severity) => [severity, severity.charAt(0).toUpperCase() + severity.slice(1)])}
        </Choice>
        <Choice name="service" label="Service" value={query.service} any="Any service">
          {[...new Set([...services, ...(query.service ? [query.service] : [])])].map((name) => [name, name])}
        </Choice>
        <Choice name="assignee" label="Who has it" value={query.assignee} any="Anyone">
          {[
            ["me", "I have it"],
            ["nobody", "Nobody has it"],
          ]}
        </Choice>
        <Choice name="opened" label="Opened" value={query.opened} any="Any time">
          {Object.entries(openedWithin).map(([within, words]) => [within, `In ${words}`])}
        </Choice>
        <label className="col-span-2 sm:w-44">
          <span className="sr-only">Label: a name, or name=value</span>
          <input
            name="label"
            defaultValue={query.label ?? ""}
            maxLength={600}
            placeholder="Label, team=payments"
            className={`${field} w-full`}
          />
        </label>
      </form>
    </div>
  );
}

type ChoiceProps = {
  name: string;
  label: string;
  value: string | null;
  /** What it is called when nothing is chosen. */
  any: string;
  children: string[][];
};

const Choice = ({ name, label, value, any, children }: ChoiceProps) => (
  <label>
    <span className="sr-only">{label}</span>
    {/* Another one when the URL says otherwise: a link may have changed it. */}
    <select key={value} name={name} defaultValue={value ?? ""} className={`${field} w-full`}>
      <option value="">{any}</option>
      {children.map(([option = "", words]) => (
        <option key={option} value={option}>
          {words}
        </option>
      ))}
    </select>
  </label>
);
