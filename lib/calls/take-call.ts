import { type Ctx, noteSecurityEvent } from "@/lib/auth";
import { pool } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";

const WINDOW_S = 3_600;

/** One limit, and what is left of it until its window ends. */
export type Quota = {
  name: "hour" | "reading" | "organization";
  most: number;
  windowS: number;
  left: number;
  endsInS: number;
};

/** What a call drew from, the caller's own limit first; `refusal` is set when one of them was used up. */
export type Taken = { quotas: Quota[]; refusal: { message: string; retryAfterS: number } | null };

type Row = { used: number; ends_in: number; all_used: number | null; all_end_in: number | null };

// A window opens with its first call and lasts an hour by the clock of Postgres. What is refused to a key is not drawn from the limit of
// its organization, so that one key that runs wild does not shut out the others.
const TAKE = `
  WITH own AS (
    INSERT INTO rate_windows AS w (subject, used, ends_at) VALUES ($1, 1, now() + make_interval(secs => $4))
    ON CONFLICT (subject) DO UPDATE SET
      used = CASE WHEN w.ends_at <= now() THEN 1 ELSE w.used + 1 END,
      ends_at = CASE WHEN w.ends_at <= now() THEN now() + make_interval(secs => $4) ELSE w.ends_at END
    RETURNING used, ends_at
  ), everyone AS (
    INSERT INTO rate_windows AS w (subject, used, ends_at)
    SELECT $3, 1, now() + make_interval(secs => $4) FROM own WHERE $3::text IS NOT NULL AND own.used <= $2
    ON CONFLICT (subject) DO UPDATE SET
      used = CASE WHEN w.ends_at <= now() THEN 1 ELSE w.used + 1 END,
      ends_at = CASE WHEN w.ends_at <= now() THEN now() + make_interval(secs => $4) ELSE w.ends_at END
    RETURNING used, ends_at
  )
  SELECT own.used, ceil(extract(epoch FROM own.ends_at - now()))::int AS ends_in,
    everyone.used AS all_used, ceil(extract(epoch FROM everyone.ends_at - now()))::int AS all_end_in
  FROM own LEFT JOIN everyone ON true`;

/**
 * Draws one call from the caller's limit, in one statement that any number of web processes share: of an API key, which draws from the
 * limit of its organization's keys too, or of a person, whom no key can shut out. What a person's pages only read (`isReading`) is counted
 * apart from what they decide: pages that read a lot in a storm must not keep anybody from acting in it. Throws when Postgres is away.
 */
export async function takeCall(ctx: Ctx, { isReading }: { isReading: boolean }): Promise<Taken> {
  const { NIGHTSHIFT_CALLS_PER_KEY, NIGHTSHIFT_CALLS_PER_ORGANIZATION, NIGHTSHIFT_CALLS_PER_PERSON } = env();
  const isKey = ctx.actor.kind === "apiKey";
  const most = isKey ? NIGHTSHIFT_CALLS_PER_KEY : NIGHTSHIFT_CALLS_PER_PERSON;
  const limit = isKey ? "key" : isReading ? "reading" : "person";
  const { rows } = await pool().query<Row>({
    name: "take-call",
    text: TAKE,
    values: [`${limit}:${ctx.actor.id}`, most, isKey ? `organization:${ctx.organizationId}` : null, WINDOW_S],
  });
  const [row] = rows;
  if (!row) throw new Error("A call could not be counted");
  const own = quotaOf(limit === "reading" ? "reading" : "hour", most, row.used, row.ends_in);
  const quotas = [own];
  if (row.used > most) {
    // Exactly one call of a window is this one, in whichever process.
    if (row.used === most + 1) await note(ctx, own, limit);
    const words = {
      key: `API key ${JSON.stringify(ctx.actor.name)} has made ${counted(most)} calls within an hour, which is its limit`,
      person: `You have made ${counted(most)} calls within an hour, which is your limit`,
      reading: `Your pages and programs have read ${counted(most)} times within an hour, which is their limit`,
    };
    return { quotas, refusal: refusalOf(words[limit], own) };
  }
  if (row.all_used !== null && row.all_end_in !== null) {
    const shared = quotaOf("organization", NIGHTSHIFT_CALLS_PER_ORGANIZATION, row.all_used, row.all_end_in);
    quotas.push(shared);
    if (row.all_used > shared.most) {
      if (row.all_used === shared.most + 1) await note(ctx, shared, "organization");
      const words = `All API keys of this organization together have made ${counted(shared.most)} calls within an hour, which is their limit`;
      return { quotas, refusal: refusalOf(words, shared) };
    }
  }
  return { quotas, refusal: null };
}

const quotaOf = (name: Quota["name"], most: number, used: number, endsInS: number): Quota => ({
  name,
  most,
  windowS: WINDOW_S,
  left: Math.max(0, most - used),
  // Stored to the millisecond, which may round a new window up.
  endsInS: Math.min(WINDOW_S, Math.max(1, endsInS)),
});

const refusalOf = (words: string, { endsInS }: Quota): Taken["refusal"] => ({
  message: `${words}; it ends in ${endsInS < 120 ? `${endsInS} seconds` : `${Math.ceil(endsInS / 60)} minutes`}`,
  retryAfterS: endsInS,
});

const counted = (n: number): string => n.toLocaleString("en-US");

const note = (
  ctx: Ctx,
  { most, endsInS }: Quota,
  limit: "key" | "person" | "reading" | "organization",
): Promise<void> =>
  noteSecurityEvent({
    kind: "rate_limited",
    organizationId: ctx.organizationId,
    actor: ctx.actor,
    address: ctx.origin?.address,
    userAgent: ctx.origin?.userAgent,
    requestId: ctx.requestId,
    data: { limit, calls_per_hour: most, ends_in_seconds: endsInS },
  });
