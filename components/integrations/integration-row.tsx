"use client"; // Part of a live list.

import Link from "next/link";
import { Ago } from "@/components/ui/time";
import { Told } from "@/components/ui/told";
import type { IntegrationView } from "@/lib/integrations/contract";
import { pathOf } from "./paths";
import { IntegrationState } from "./state-badge";

/** One integration as one link: what it is, how it is doing, what came. */
export function IntegrationRow({ integration }: { integration: IntegrationView }) {
  const {
    name,
    title,
    state,
    problem,
    received_24h: received,
    failed_24h: failed,
    refused_24h: refused,
    last_received_at: last,
  } = integration;
  return (
    <li>
      <Link
        href={pathOf(name)}
        data-row
        className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,1fr)_8rem_14rem]"
      >
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium wrap-anywhere">{name}</span>
          <IntegrationState state={state} />
        </span>
        <span className="text-right text-sm">
          {last ? <Ago at={last} inLink /> : <span className="text-muted">Never</span>}
        </span>
        <span className="text-sm text-muted max-md:col-start-1 max-md:row-start-2 md:hidden">{title}</span>
        <span className="text-right text-sm text-muted tabular-nums">
          {integration.source !== "heartbeat" && `${received.toLocaleString("en")} received in 24 h`}
          {failed > 0 && <span className="font-medium text-bad">, {failed.toLocaleString("en")} failed</span>}
          {refused > 0 && <span className="font-medium text-bad">, {refused.toLocaleString("en")} refused</span>}
        </span>
        <span className="col-span-2 text-xs text-muted max-md:hidden md:col-span-3">
          {title}
          {integration.writes_back && ", hears word back"}
        </span>
        {problem && (
          <span className="col-span-full line-clamp-2 text-sm text-bad wrap-anywhere">
            <Told text={problem} />
          </span>
        )}
      </Link>
    </li>
  );
}
