import type { Ctx } from "@/lib/auth";
import { type ProbeResult, secretsOfWatched, type Watched } from "@/lib/monitoring";
import type { Prisma } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { redact } from "@/lib/platform/redact";
import type { BoundAction, Preview } from "../catalog/action";
import type { Executor } from "../executors/executor";
import type { Claim } from "./claim";
import type { EventWriter } from "./event-writer";
import type { Lease } from "./lease";

/** Everything that one execution carries while a worker has it. */
export type Run = {
  claim: Claim;
  ctx: Ctx;
  proposal: Prisma.ProposalGetPayload<object>;
  permit: Prisma.PermitGetPayload<object>;
  watched: Watched;
  bound: BoundAction;
  executor: Executor;
  writer: EventWriter;
  lease: Lease;
  /** The look at the target that began as soon as the target was known. */
  firstLook: Promise<ProbeResult>;
  before: Preview["state"];
  healthBefore: number | null;
  /** Whether the incident is about a service in bad health, so that good health means it is over. */
  wasUnhealthy: boolean;
  /** What the service does again once the incident is over, where an answer alone shows that; null where only health does. */
  overOnceIt: string | null;
  /** Whether a command of this execution was started: then the permit is used, and what follows is a later step. */
  hasStarted: boolean;
};

/** Who acts in a run: Nightshift, by this execution. */
export const agentCtx = ({ id, organizationId }: Claim): Ctx => ({
  organizationId,
  actor: { kind: "agent", id, name: "Nightshift" },
  role: null,
  scope: null,
  requestId: null,
});

/** What an engine or a machine said when something could not be done, without the secrets of the run's service. */
export const wordsOfError = ({ watched }: Run, error: unknown): string =>
  redact(errorText(error), secretsOfWatched(watched));

/** What all commands of a run carry in their environment, so that a later worker finds them. */
export const markOf = (executionId: string): string => executionId;

/** A person asked to stop; thrown where the run notices. */
export class Cancelled extends Error {
  constructor(
    readonly by: string,
    /** How the command ended that was running then. */
    readonly ending: string | null = null,
  ) {
    super(`Cancelled by ${by}`);
    this.name = "Cancelled";
  }
}

/** The permit or the state of things does not allow the command; nothing was started for it. */
export class Refused extends Error {
  override readonly name = "Refused";
}
