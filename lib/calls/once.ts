import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { digestOf, seal, unseal } from "@/lib/platform/crypto";
import { behindFence, pool, type Tx } from "@/lib/platform/db";
import { conflict, errorText } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";

/** A call that its caller has named, and that is carried out once, however often it is sent. `body` is its JSON as it was sent. */
export type NamedCall = { key: string; method: string; path: string; body: unknown };

/** An answer as it went out. */
export type KeptAnswer = { status: number; contentType: string; body: string };

const LEASE_S = 60;
const KEPT_S = 86_400;
const WAIT_MS = 10_000;

type Stored = {
  method: string;
  path: string;
  body_hash: string;
  claim_id: string;
  state: "running" | "answered" | "lost";
  is_leased: boolean;
  is_carried_out: boolean;
  is_over: boolean;
  answer_sealed: string | null;
};

/**
 * Carries a call out unless it was already, and answers the same each time for a day. Two at once run once: the other waits for the
 * answer. Throws `conflict` when the key was used for another call, when the first is still running after ten seconds, or when it was
 * carried out and nobody knows the answer any more.
 *
 * Nothing is guessed: each transaction of the call marks the claim as carried out, in that transaction. So a claim whose process died is
 * either marked, and never run again, or nothing of it was saved, and the next try takes it over; the first one, should it wake up, can
 * commit nothing any more.
 */
export async function once(
  ctx: Ctx,
  call: NamedCall,
  work: () => Promise<KeptAnswer>,
): Promise<{ answer: KeptAnswer; isReplay: boolean }> {
  const claim = new Claim(ctx, call);
  const earlier = await claim.win();
  if (earlier) return { answer: earlier, isReplay: true };
  let isRunning = true;
  // What a verb leaves running behind it is no part of the call any more.
  const fence = async (tx: Tx) => (isRunning ? claim.mark(tx) : undefined);
  const answer = await behindFence(fence, work).finally(() => {
    isRunning = false;
  });
  await (isAnswer(answer.status) ? claim.keep(answer) : claim.release()).catch((error: unknown) => {
    // The call is over and its caller hears how it ended; whoever sends it again is told what the claim says.
    logger.warn({ error: errorText(error) }, "How a call with an Idempotency-Key ended could not be kept");
  });
  return { answer, isReplay: false };
}

/** Whether the same call would be answered like this again. Who may call and how often, and our own faults, are of the moment. */
const isAnswer = (status: number): boolean => status < 500 && status !== 401 && status !== 403 && status !== 429;

class Claim {
  private readonly id = newId();
  private readonly caller: string;
  private readonly bodyHash: string;

  constructor(
    private readonly ctx: Ctx,
    private readonly call: NamedCall,
  ) {
    this.caller = `${ctx.actor.kind}:${ctx.actor.id}`;
    this.bodyHash = digestOf(call.body);
  }

  private get name(): [string, string, string] {
    return [this.ctx.organizationId, this.caller, this.call.key];
  }

  /** Resolves with null when the call is this claim's to carry out, else with the answer that it got before. */
  async win(): Promise<KeptAnswer | null> {
    const since = clock.now().getTime();
    for (let waitMs = 20; ; waitMs = Math.min(waitMs * 2, 250)) {
      if (await this.insert()) return null;
      const found = await this.read();
      // Released a moment ago.
      if (!found) continue;
      if (found.is_over) {
        await this.forget(found.claim_id);
        continue;
      }
      this.requireSameCall(found);
      if (found.state === "answered" && found.answer_sealed) return JSON.parse(unseal(found.answer_sealed));
      const isDead = found.state === "lost" || !found.is_leased;
      if (isDead && found.is_carried_out)
        throw conflict(
          "A call with this Idempotency-Key was carried out, at least in part, but its answer was lost; look at what is there now, and use a new key for what is left to do",
        );
      if (isDead && (await this.takeOver(found.claim_id))) return null;
      if (clock.now().getTime() - since > WAIT_MS)
        throw conflict(
          "A call with this Idempotency-Key is still running; send it again in a moment to get its answer",
        );
      await clock.sleep(waitMs);
    }
  }

  /** Within the transaction that carries the call out: only while the claim is still this one. */
  async mark(tx: Tx): Promise<void> {
    const [organizationId, caller, key] = this.name;
    const count = await tx.$executeRaw`
      UPDATE idempotency_keys SET carried_out_at = coalesce(carried_out_at, now())
      WHERE organization_id = ${organizationId}::uuid AND caller = ${caller} AND key = ${key}
        AND claim_id = ${this.id}::uuid AND state = 'running'`;
    if (count === 0)
      throw conflict(
        "This took so long that another try with the same Idempotency-Key has taken over; nothing was saved",
      );
  }

  async keep(answer: KeptAnswer): Promise<void> {
    await this.update("state = 'answered', answer_sealed = $5", seal(JSON.stringify(answer)));
  }

  /** Frees the key when nothing was saved under it; else it can only be said that the answer is lost. */
  async release(): Promise<void> {
    const { rowCount } = await pool().query(
      `DELETE FROM idempotency_keys WHERE ${OWN} AND claim_id = $4::uuid AND carried_out_at IS NULL`,
      [...this.name, this.id],
    );
    if (rowCount === 0) await this.update("state = 'lost'");
  }

  private async insert(): Promise<boolean> {
    const { method, path } = this.call;
    const { rowCount } = await pool().query(
      `INSERT INTO idempotency_keys
         (organization_id, caller, key, claim_id, method, path, body_hash, state, lease_until, expires_at)
       VALUES ($1::uuid, $2, $3, $4::uuid, $5, $6, $7, 'running', now() + make_interval(secs => $8), now() + make_interval(secs => $9))
       ON CONFLICT DO NOTHING`,
      [...this.name, this.id, method, path, this.bodyHash, LEASE_S, KEPT_S],
    );
    return rowCount === 1;
  }

  private async read(): Promise<Stored | undefined> {
    const { rows } = await pool().query<Stored>(
      `SELECT method, path, body_hash, claim_id, state, answer_sealed, lease_until > now() AS is_leased,
         carried_out_at IS NOT NULL AS is_carried_out, expires_at <= now() AS is_over
       FROM idempotency_keys WHERE ${OWN}`,
      this.name,
    );
    return rows[0];
  }

  private async forget(claimId: string): Promise<void> {
    await pool().query(`DELETE FROM idempotency_keys WHERE ${OWN} AND claim_id = $4::uuid`, [...this.name, claimId]);
  }

  private async takeOver(claimId: string): Promise<boolean> {
    const { rowCount } = await pool().query(
      `UPDATE idempotency_keys SET claim_id = $5::uuid, state = 'running', lease_until = now() + make_interval(secs => $6)
       WHERE ${OWN} AND claim_id = $4::uuid AND carried_out_at IS NULL AND state <> 'answered'`,
      [...this.name, claimId, this.id, LEASE_S],
    );
    return rowCount === 1;
  }

  private async update(change: string, ...values: string[]): Promise<void> {
    await pool().query(
      `UPDATE idempotency_keys SET ${change} WHERE ${OWN} AND claim_id = $4::uuid AND state = 'running'`,
      [...this.name, this.id, ...values],
    );
  }

  private requireSameCall({ method, path, body_hash }: Stored): void {
    if (method !== this.call.method || path !== this.call.path)
      throw conflict(`This Idempotency-Key was used for another call (${method} ${path}); use a new one for each call`);
    if (body_hash !== this.bodyHash)
      throw conflict("This Idempotency-Key was used for this call with another body; use a new one for each call");
  }
}

const OWN = "organization_id = $1::uuid AND caller = $2 AND key = $3";
