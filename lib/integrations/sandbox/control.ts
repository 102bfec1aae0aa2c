import { z } from "zod";
import { keyFor } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import { AppError, conflict, errorText, invalid, unavailable } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { redact } from "@/lib/platform/redact";

const TIMEOUT_MS = 30_000;
const Refusal = z.object({ error: z.string().max(2_000) });

/** Where the control server listens, or null when this installation has no sandbox. */
export const sandboxUrl = (): string | null => env().NIGHTSHIFT_SANDBOX_URL ?? null;

/**
 * Asks the sandbox's control server and checks its answer. Its refusals come back in its own words; when it does not answer within
 * 30 seconds, or answers something else, throws `unavailable`.
 */
export async function askSandbox<S extends z.ZodType>(
  method: "GET" | "POST",
  path: readonly string[],
  answer: S,
  body?: Record<string, unknown>,
): Promise<z.output<S>> {
  const base = sandboxUrl();
  if (!base) throw conflict("The sandbox is off");
  const url = new URL(path.map(encodeURIComponent).join("/"), base.endsWith("/") ? base : `${base}/`);
  const response = await send(url, {
    method,
    headers: {
      Authorization: `Bearer ${keyFor("sandbox").toString("hex")}`,
      ...(body && { "Content-Type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw refusalFor(response.status, Refusal.safeParse(response.json).data?.error);
  const parsed = answer.safeParse(response.json);
  if (!parsed.success) throw unavailable("The sandbox gave an answer that cannot be understood; restart it");
  return parsed.data;
}

async function send(url: URL, init: RequestInit): Promise<{ ok: boolean; status: number; json: unknown }> {
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    return { ok: response.ok, status: response.status, json: parsed(text) };
  } catch (error) {
    logger.warn({ error: errorText(error), path: url.pathname }, "The sandbox's control server did not answer");
    throw unavailable(
      error instanceof DOMException && error.name === "TimeoutError"
        ? `The sandbox did not finish within ${TIMEOUT_MS / 1_000} seconds; look at it again in a moment`
        : "The sandbox is not running; `npm run up` starts it",
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not an answer of the control server: whoever asked for a shape refuses it.
    return undefined;
  }
}

function refusalFor(status: number, error: string | undefined): AppError {
  const words = redact(error ?? `The sandbox answered ${status} without saying why`);
  if (status === 400) return invalid(words);
  if (status === 404) return new AppError("not_found", words);
  if (status === 409) return conflict(words);
  return unavailable(words);
}
