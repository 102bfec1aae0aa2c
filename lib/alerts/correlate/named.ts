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
  const known = ofTable(config.services, theirs) ?? asServiceName(storable(theirs));
  if (known) return { serviceName: known, isOfService: true };
  if (config.default_service) return { serviceName: config.default_service, isOfService: true };
  if (theirs !== "") return { serviceName: `${source}-${sha256(theirs).slice(0, 8)}`, isOfService: true };
  return { serviceName: source, isOfService: false };
}

/** As it stands in the table, or in other capitals. */
function ofTable(table: Record<string, string>, theirs: string): string | undefined {
  const same = theirs.toLowerCase();
  return own(table, theirs) ?? Object.entries(table).find(([name]) => name.toLowerCase() === same)?.[1];
}

const LONGEST_NAME = 63;
const HASH_LENGTH = 8;

/**
 * A name that a service can have, made of one that it cannot. What is lost of it may be punctuation. Where letters are lost or the end is
 * cut, a hash of all of it stays: 支払い-api and 在庫-api are not both api.
 */
function asServiceName(text: string): string | null {
  const plain = text.normalize("NFKD").replace(/\p{M}+/gu, "");
  const name = plain
    .replace(/[^a-z0-9._-]+/gi, "-")
    .replace(/^[^a-z0-9]+/i, "")
    .replace(/-+$/, "");
  const hasLost = name.length > LONGEST_NAME || /[\p{L}\p{N}]/u.test(plain.replace(/[ -~]+/g, ""));
  const hash = hasLost && name !== "" ? `-${sha256(plain.toLowerCase()).slice(0, HASH_LENGTH)}` : "";
  const own = `${name.slice(0, LONGEST_NAME - hash.length).replace(/-+$/, "")}${hash}`;
  return ServiceName.safeParse(own).success ? own : null;
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
