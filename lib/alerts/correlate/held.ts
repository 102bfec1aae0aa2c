import { type Ctx, webhookCtx } from "@/lib/auth";
import type { Severity } from "@/lib/incidents/contract";
import type { OpenedIntegration } from "@/lib/integrations";
import { sourceTitles } from "@/lib/integrations/contract";
import type { KnownService } from "@/lib/monitoring";
import type { Prisma, Tx } from "@/lib/platform/db";
import { storable } from "@/lib/platform/storable";
import type { Alert } from "../alert";
import type { AlertOutcome } from "../contract";

export type SignalRow = Prisma.SignalGetPayload<Prisma.SignalDefaultArgs>;

/** An alert on its way to its incident: everything that was looked up, and the signal, whose row this transaction holds. */
export type Held = {
  tx: Tx;
  /** The integration, and who did it at the source. */
  ctx: Ctx;
  integration: OpenedIntegration;
  alert: Alert;
  /** The source's time, or that of the arrival. */
  at: Date;
  now: Date;
  serviceName: string;
  /** The alert says which service, or people have said it for all that do not. */
  isOfService: boolean;
  severity: Severity;
  signal: SignalRow;
  /** The look for its service, for what may open or join an incident of it. */
  looking?: Promise<KnownService | undefined>;
};

export type Applied = { outcome: AlertOutcome; incidentId: string | null; serviceName?: string };

type Sender = Pick<OpenedIntegration, "id" | "organizationId" | "source">;

/** Who acts when an integration brings word: the person at the source, where it names one. */
export function ctxOf({ id, organizationId, source }: Sender, by: string | null): Ctx {
  const title = sourceTitles[source];
  const person = by === null ? "" : storable(by).trim();
  return webhookCtx(organizationId, id, person === "" ? title : `${person} (${title})`);
}

/** Before any word of a source: what a signal that has heard nothing yet was last changed at. */
export const NEVER = new Date(0);

export const minutes = (count: number): number => count * 60_000;
