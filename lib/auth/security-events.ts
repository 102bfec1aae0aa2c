import { clock } from "@/lib/platform/clock";
import { type Prisma, prisma } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import { redact, redactDeep } from "@/lib/platform/redact";
import type { SecurityEventKind, SecuritySeverity } from "./contract";
import type { Actor } from "./ctx";

export type SecurityEventInput = {
  kind: SecurityEventKind;
  /** Null where it belongs to nobody's organization: a try with an address that nobody has. */
  organizationId: string | null;
  actor?: { kind: Actor["kind"]; id: string; name: string } | null;
  address?: string | null;
  userAgent?: string | null;
  requestId?: string | null;
  /** What the kind says of itself when it is left out. */
  severity?: SecuritySeverity;
  data?: Record<string, unknown>;
};

const severityOf: Record<SecurityEventKind, SecuritySeverity> = {
  "sign_in.succeeded": "info",
  "sign_in.failed": "low",
  "sign_in.throttled": "medium",
  "totp.failed": "medium",
  "invitation.accepted": "info",
  "password.changed": "info",
  "permit.refused": "high",
  cross_organization: "high",
  rate_limited: "low",
  "signature.bad": "medium",
  "key.refused": "low",
};

// An attack repeats itself by the thousand; what it repeats is counted and told with the next one.
const REPEATS: ReadonlySet<SecurityEventKind> = new Set(["sign_in.throttled", "rate_limited", "signature.bad"]);
const QUIET_MS = 10_000;
const MOST_REMEMBERED = 1_000;
const told = new Map<string, { at: number; repeated: number }>();

/** How often the same was held back since it was told last; null when it is to be held back now. */
function repeatsOf({ kind, organizationId, actor, address }: SecurityEventInput): number | null {
  if (!REPEATS.has(kind)) return 0;
  const key = [kind, organizationId, actor?.id, address].join(" ");
  const before = told.get(key);
  const now = clock.now().getTime();
  if (before && now - before.at < QUIET_MS) {
    before.repeated++;
    return null;
  }
  told.delete(key);
  told.set(key, { at: now, repeated: 0 });
  const [oldest] = told.keys();
  if (told.size > MOST_REMEMBERED && oldest !== undefined) told.delete(oldest);
  return before?.repeated ?? 0;
}

/**
 * Keeps what happened at the door, outside any transaction: a refusal is worth knowing even when the change it refused never was. Never
 * throws: whoever is refused must hear the refusal, not that it could not be written down.
 */
export async function noteSecurityEvent(input: SecurityEventInput): Promise<void> {
  try {
    const repeated = repeatsOf(input);
    if (repeated === null) return;
    const { organizationId, actor = null, address = null, userAgent = null, requestId = null } = input;
    await prisma().securityEvent.create({
      data: {
        id: newId(),
        organizationId,
        at: clock.now(),
        kind: input.kind,
        severity: input.severity ?? severityOf[input.kind],
        actorKind: actor?.kind ?? null,
        actorId: actor?.id ?? null,
        actorName: actor?.name ?? null,
        address,
        userAgent: userAgent && redact(userAgent).slice(0, 400),
        requestId,
        data: redactDeep({ ...input.data, ...(repeated > 0 && { repeated }) }) as Prisma.InputJsonObject,
      },
    });
  } catch (error) {
    logger.warn({ kind: input.kind, error: errorText(error) }, "A security event could not be kept");
  }
}
