import { unseal } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import type { SourceName } from "./contract";
import type { IntegrationRow } from "./opened";

/** Where people and tools reach this installation, without a slash at the end. */
export function baseAddress(): string {
  const { NIGHTSHIFT_URL, PORT } = env();
  return (NIGHTSHIFT_URL ?? `http://localhost:${PORT}`).replace(/\/+$/, "");
}

/** Where a source sends to. An Events v2 sender carries the key in its body, as PagerDuty's routing key. */
export const addressOf = (source: SourceName, key: string): string =>
  source === "events-v2" ? `${baseAddress()}/v2/enqueue` : `${baseAddress()}/webhook/${source}/${key}`;

/** The key of an address in clear. */
export const keyOf = ({ keySealed }: Pick<IntegrationRow, "keySealed">): string => unseal(keySealed);
