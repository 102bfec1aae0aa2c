"use client"; // Depends on who is looking.

import { useRoleReason } from "@/components/shell/viewer";
import { Notice } from "@/components/ui/notice";
import { DeleteCard } from "./delete-card";
import { HeartbeatForm } from "./heartbeat-form";
import { MappingForm } from "./mapping-form";
import { ServicesForm } from "./services-form";
import { SeveritiesForm } from "./severities-form";
import { TopicsForm } from "./topics-form";
import { useIntegration } from "./use-integration";
import { WriteBackForm } from "./write-back-form";

/** What of an integration can be set: as much as its source knows of. */
export function IntegrationSettings({ services }: { services: string[] }) {
  const { integration } = useIntegration();
  const reason = useRoleReason("configure");
  const { source } = integration;
  return (
    <>
      {reason && <Notice tone="info">{reason}; an admin or owner does. This is how it is set.</Notice>}
      {/* A disabled fieldset makes every field in it read-only, and says so to a screen reader; what would change something goes. */}
      <fieldset
        disabled={reason !== null}
        className="flex min-w-0 flex-col gap-4 [&:disabled_[data-adds]]:hidden [&:disabled_button]:hidden"
      >
        <legend className="sr-only">Settings of {integration.name}</legend>
        {source === "heartbeat" && <HeartbeatForm />}
        {source === "generic" && <MappingForm />}
        {source === "cloudwatch" && <TopicsForm />}
        <SeveritiesForm />
        {source !== "heartbeat" && <ServicesForm known={services} />}
        {source === "pagerduty" && <WriteBackForm />}
        {!reason && <DeleteCard />}
      </fieldset>
    </>
  );
}
