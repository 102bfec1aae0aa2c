"use client"; // How it is doing is live.

import { BackLink } from "@/components/ui/back-link";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import { Told } from "@/components/ui/told";
import { IntegrationState } from "./state-badge";
import { useIntegration } from "./use-integration";

export function IntegrationHeader() {
  const { integration } = useIntegration();
  const { name, title, state, problem, received_24h: received, failed_24h: failed, refused_24h: refused } = integration;
  return (
    <header className="flex flex-col gap-2">
      <BackLink href="/integrations" to="Integrations" />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-2xl font-semibold tracking-tight wrap-anywhere">{name}</h1>
        <IntegrationState state={state} />
      </div>
      <p className="text-sm text-muted">
        {title}.{" "}
        {integration.last_received_at ? (
          <>
            Last heard <Ago at={integration.last_received_at} />
            {integration.source !== "heartbeat" &&
              `; ${received.toLocaleString("en")} received in 24 h, ${failed === 0 ? "none" : failed.toLocaleString("en")} failed${refused > 0 ? `, ${refused.toLocaleString("en")} more refused` : ""}`}
            .
          </>
        ) : (
          "Nothing has come yet."
        )}
      </p>
      {problem && (
        <Notice tone={state === "paused" ? "warn" : "bad"}>
          <Told text={problem} />
        </Notice>
      )}
      {state === "paused" && (
        <Notice tone="warn">
          It is paused: what is sent to it is refused with 503, so that senders try again later. Alerts are not lost as
          long as they do.
        </Notice>
      )}
    </header>
  );
}
