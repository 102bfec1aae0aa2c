import { noteSecurityEvent } from "@/lib/auth";
import { findByKey, findBySource, noteRefusal, type OpenedIntegration } from "@/lib/integrations";
import { SourceName } from "@/lib/integrations/contract";
import { clock } from "@/lib/platform/clock";
import { isDatabaseDown } from "@/lib/platform/database-down";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { sources } from "../sources/registry";
import type { Arrived, Source } from "../sources/source";
import { drawDelivery, type OverLimit } from "./allowance";
import { hasRoom } from "./backlog";
import { InboxFull, storeDelivery } from "./store-delivery";

/** A webhook as it came: header names in lower case, the body uncompressed. */
export type Sent = {
  source: string;
  /** The key of the address; null where the secret alone tells whose it is. */
  key: string | null;
  headers: Record<string, string>;
  body: Buffer;
  address: string | null;
  requestId: string;
};

export type Received =
  | { status: 202; isNew: boolean }
  | { status: 401 | 404; error: string }
  | { status: 503; error: string; retryAfterS: number };

const later = (error: string, retryAfterS: number): Received => ({ status: 503, error, retryAfterS });
const unknown: Received = {
  status: 404,
  error: "There is no integration at this address; copy it again from the page of the integration",
};
const keyless: Received = {
  status: 404,
  error:
    "Nothing at this address without a key has that secret; use the address that ends in a key, from the page of the integration",
};
/** Long enough for a database to restart, short enough for senders that give up early. */
const RETRY_S = 2;

/**
 * Takes a webhook in: finds its integration, has the sender prove itself, and stores the body as it is. 202 means that it is committed,
 * now or by an earlier try with the same id. Whatever cannot be stored now is answered 503, and never 429: Alertmanager retries 5xx only.
 * What the body says is nobody's business here.
 */
export async function receive(sent: Sent): Promise<Received> {
  const name = SourceName.safeParse(sent.source);
  const source = name.success ? sources[name.data] : undefined;
  if (!source) return unknown;
  try {
    const arrived = { headers: sent.headers, body: sent.body, receivedAt: clock.now() };
    const found = await senderOf(source, arrived, sent);
    return "status" in found ? found : await takeIn(source, found, arrived, sent.address);
  } catch (error) {
    if (error instanceof InboxFull) return later("The inbox is full; try again in a moment", RETRY_S);
    if (!isDatabaseDown(error)) logger.error({ error: errorText(error) }, "A webhook could not be stored");
    return later("It could not be stored; try again in a moment", RETRY_S);
  }
}

/** The integration that this request belongs to and has proven itself to, or the refusal. */
async function senderOf(source: Source, arrived: Arrived, sent: Sent): Promise<OpenedIntegration | Received> {
  if (sent.key !== null) {
    const integration = await findByKey(sent.key);
    if (!integration || integration.source !== source.name) return unknown;
    const proof = await source.prove(arrived, integration);
    if (proof.isProven) return integration;
    // A refusal would be for ever: Amazon does not send again after one.
    return proof.isForNow
      ? later(`It cannot be checked now: ${proof.why}`, RETRY_S)
      : refused(integration, proof.why, sent);
  }
  const candidates = await findBySource(source.name);
  if (candidates === null)
    return { status: 404, error: "There are several integrations of this kind; use the address that ends in a key" };
  for (const integration of candidates) {
    // A key that no address names proves nothing.
    if (integration.secrets.length > 0 && (await source.prove(arrived, integration)).isProven) return integration;
  }
  const [only] = candidates;
  return only && candidates.length === 1 ? refused(only, "its secret or signature does not match", sent) : keyless;
}

async function takeIn(
  source: Source,
  integration: OpenedIntegration,
  arrived: Arrived,
  address: string | null,
): Promise<Received> {
  if (integration.isPaused) return later("This integration is paused; try again later", 60);
  const over = drawDelivery(integration.id);
  if (over) return overLimit(integration, over, address);
  if (!hasRoom(integration.organizationId)) return later("The inbox is full; try again in a moment", RETRY_S);
  const isNew = await storeDelivery({
    organizationId: integration.organizationId,
    integrationId: integration.id,
    deliveryKey: source.deliveryKey(arrived),
    receivedAt: arrived.receivedAt,
    headers: kept(arrived.headers, source.keptHeaders),
    body: arrived.body,
  });
  return { status: 202, isNew };
}

const actorOf = ({ id, name }: OpenedIntegration) => ({ kind: "webhook" as const, id, name });

function kept(headers: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name].slice(0, 500)]])),
  );
}

/** Nobody can tell what is lost: the sender decides how long it tries again. So it is told wherever somebody may look. */
function overLimit(integration: OpenedIntegration, over: OverLimit, address: string | null): Received {
  void noteSecurityEvent({
    kind: "rate_limited",
    organizationId: integration.organizationId,
    actor: actorOf(integration),
  });
  const setting = "NIGHTSHIFT_WEBHOOKS_PER_INTEGRATION";
  const limit = `its limit of ${over.limit.toLocaleString("en")} webhooks an hour`;
  const refused = `${over.refused.toLocaleString("en")} refused since ${over.since.toISOString()}`;
  const why = `over ${limit}, ${refused}, with room again from ${over.until.toISOString()} (${setting} sets the limit)`;
  noteRefusal({ integration, kind: "over_limit", why, address });
  return later(`This integration is over ${limit}; ${setting} sets it`, over.waitS);
}

/** Somebody knows the address and not the secret: a rotation that is half done, or worse. */
function refused(integration: OpenedIntegration, why: string, { address, requestId }: Sent): Received {
  void noteSecurityEvent({
    kind: "signature.bad",
    organizationId: integration.organizationId,
    actor: actorOf(integration),
    address,
    requestId,
    data: { why },
  });
  noteRefusal({ integration, kind: "unproven", why, address });
  return { status: 401, error: `This delivery does not prove who sent it: ${why}` };
}
