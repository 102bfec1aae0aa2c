import type { Severity } from "@/lib/incidents/contract";
import type { OpenedIntegration } from "@/lib/integrations";
import { usualSeverities } from "@/lib/integrations/contract";
import { ServiceName } from "@/lib/monitoring/contract";
import { sha256 } from "@/lib/platform/crypto";
import { storable } from "@/lib/platform/storable";
import type { Alert } from "../alert";

type Integration = Pick<OpenedIntegration, "source" | "config">;

/** What a source's word means here: by the integration's own table, then by the usual one, then whatever stands for the rest. */
export function severityOf({ source, config }: Integration, word: string | null): Severity {
  const key = word?.trim().toLowerCase() ?? "";
  return own(config.severities, key) ?? own(usualSeverities[source], key) ?? config.default_severity;
}

export type ServiceNamed = { serviceName: string; isOfService: boolean };

/**
 * What the service of an alert is called here; always a name that a service can have. One whose own name cannot be that has one made of
 * it, so that two stay two. `isOfService`: false where neither the alert nor the integration says which service it is.
 */
export function serviceNameOf({ source, config }: Integration, service: string | null): ServiceNamed {
  const theirs = service?.trim() ?? "";
  const known = own(config.services, theirs) ?? asServiceName(storable(theirs));
  if (known) return { serviceName: known, isOfService: true };
  if (config.default_service) return { serviceName: config.default_service, isOfService: true };
  if (theirs !== "") return { serviceName: `${source}-${sha256(theirs).slice(0, 8)}`, isOfService: true };
  return { serviceName: source, isOfService: false };
}

function asServiceName(text: string): string | null {
  const name = text
    .replace(/[^a-z0-9._-]+/gi, "-")
    .replace(/^[^a-z0-9]+/i, "")
    .slice(0, 63)
    .replace(/-+$/, "");
  return ServiceName.safeParse(name).success ? name : null;
}

const LONGEST_KEY = 255;

/** A dedup key as it is stored: one that had to be redacted or cut keeps apart from others by a hash of all of it. */
export function keyOf({ dedupKey }: Pick<Alert, "dedupKey">): string {
  const key = storable(dedupKey);
  return key === dedupKey && key.length <= LONGEST_KEY ? key : `${key.slice(0, 190)}-${sha256(dedupKey)}`;
}

// Their words come from outside: one may be called `constructor`.
const own = <T>(table: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** What an alert is about, as the cause in its incident's dedup key: the same again whenever the source says the same of it. */
export const causeOf = ({ source }: Pick<OpenedIntegration, "source">, alert: Pick<Alert, "dedupKey">): string =>
  `${source}:${keyOf(alert)}`;
