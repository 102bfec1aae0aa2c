import { inPassing, type Tx } from "@/lib/platform/db";

/** Work that may be retried, by name. The worker maps each to one verb; each must be safe to run twice. */
export type Tasks = {
  diagnose: { organizationId: string; incidentId: string };
  /** Has Claude go on from the diagnosis by rules. */
  investigate: { organizationId: string; incidentId: string };
  /** Has Claude answer what a person asked about an incident. */
  answer: { organizationId: string; questionId: string };
  /** Tells whoever outside asked to hear of it what a timeline entry says: queued by `passOn` of lib/integrations. */
  pass_on: { organizationId: string; entryId: string };
  /** Tells Amazon SNS that a topic may deliver here; the delivery that asked for it has proven itself. */
  confirm_subscription: { integrationId: string; topicArn: string; subscribeUrl: string };
  /** Sends one event to one webhook, or says when to try again. */
  send_webhook: { deliveryId: string };
  /** The same for one thing to say to a source. */
  send_word_back: { wordBackId: string };
};

export type TaskOptions = {
  /** Not before this. */
  runAt?: Date;
  /** How often it is tried when it throws. */
  maxAttempts?: number;
  /** A job with the same key that waits is replaced by this one; one that runs is not run again. */
  jobKey?: string;
  /** One that waits keeps its time: however often it is asked for, it is not put off. */
  keepsTime?: boolean;
  /** Jobs of one queue run one at a time. */
  queue?: string;
};

/** How a worker tells whose a task is, to have organizations share its lanes. */
const flagsOf = (payload: Tasks[keyof Tasks]): string[] =>
  "organizationId" in payload ? [`organization:${payload.organizationId}`] : [];

const notifying = new WeakSet<Tx>();

/** Whether the commit of this transaction sends a NOTIFY as it is, because it queues work: another in it costs nothing. */
export const notifiesAnyway = (tx: Tx): boolean => notifying.has(tx);

/** Queues retryable work in the caller's transaction; it runs after the commit, never when that rolls back. */
export function enqueue<Name extends keyof Tasks>(
  tx: Tx,
  name: Name,
  payload: Tasks[Name],
  { runAt, maxAttempts = 5, jobKey, keepsTime = false, queue }: TaskOptions = {},
): void {
  notifying.add(tx);
  inPassing(
    tx,
    tx.$executeRaw`
      SELECT graphile_worker.add_job(${name}, payload := ${JSON.stringify(payload)}::json, max_attempts := ${maxAttempts}::int,
        run_at := ${runAt ?? null}::timestamptz, job_key := ${jobKey ?? null}::text,
        job_key_mode := ${keepsTime ? "preserve_run_at" : "replace"}::text, queue_name := ${queue ?? null}::text,
        flags := ${flagsOf(payload)}::text[])`,
  );
}

/** Takes a task back by its job key, in the caller's transaction: one that waits is gone, one that runs ends as it does and is not tried again. */
export async function dequeue(tx: Tx, jobKey: string): Promise<void> {
  await tx.$executeRaw`SELECT graphile_worker.remove_job(${jobKey}::text)`;
}
