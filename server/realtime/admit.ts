import { ctxOfApiKey, ctxOfSession, isFromOwnPage, type Origin, refusalOfKey, sessionIdFromCookies } from "@/lib/auth";
import { holdSocket } from "@/lib/calls";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { callerAddress } from "../web/caller-address";
import type { Client } from "./io";

/** As much of a program's own words is kept; what a stranger sends is cut before anything reads it. */
const MOST_AGENT = 400;

/**
 * Finds out who opens a socket: an API key in the handshake, else the browser's session. Throws a refusal in words, also when the key
 * has as many sockets as it may.
 */
export async function admit(socket: Client): Promise<void> {
  const { apiKey } = socket.handshake.auth as { apiKey?: unknown };
  await (typeof apiKey === "string" ? admitKey(socket, apiKey) : admitSession(socket));
}

async function admitKey(socket: Client, apiKey: string): Promise<void> {
  const origin: Origin = {
    address: callerAddress(socket.request, env().NIGHTSHIFT_TRUST_PROXY),
    userAgent: socket.handshake.headers["user-agent"]?.slice(0, MOST_AGENT) ?? null,
  };
  const identify = () => ctxOfApiKey(apiKey, socket.id, origin);
  const ctx = await identify();
  if (!ctx) throw await refusalOfKey(apiKey, socket.id, origin);
  await holdSocket(ctx.actor.id, socket.id);
  socket.data = { ctx, identify };
}

async function admitSession(socket: Client): Promise<void> {
  const identify = async () => {
    const sessionId = await sessionIdFromCookies(socket.handshake.headers.cookie ?? "");
    return sessionId ? ctxOfSession(sessionId, socket.id) : null;
  };
  const ctx = await identify();
  if (!ctx) throw new AppError("unauthorized", "Sign in first: the session or API key is missing, revoked or expired");
  // A page of another site could open a socket with the visitor's cookie; an API key is never sent by a browser on its own.
  const { "sec-fetch-site": site, origin, host } = socket.handshake.headers;
  if (!isFromOwnPage({ site: site?.toString(), origin, host }))
    throw new AppError("forbidden", "This page may not connect here");
  socket.data = { ctx, identify };
}
