import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { failure } from "@/app/_http/answers";
import { authOptions, type Leftovers } from "@/app/_http/auth-options";
import { bindAddress } from "@/app/_http/bind-address";
import { readBytes } from "@/app/_http/read-json";
import { malformed } from "@/app/_http/refusals";
import { requestIdOf } from "@/app/_http/request-id";
import { DEVICE_COOKIE, DEVICE_SECONDS } from "@/lib/auth";

type Context = { params: Promise<{ nextauth: string[] }> };

const MOST_BYTES = 16_384;

async function auth(request: NextRequest, context: Context): Promise<Response> {
  try {
    bindAddress();
    const leftovers: Leftovers = {};
    const response = await NextAuth(await bounded(request), context, authOptions(request.headers, leftovers));
    return completed(response, leftovers);
  } catch (error) {
    const refusal = error instanceof SyntaxError ? malformed("The body is not JSON") : error;
    return failure(refusal, requestIdOf(request), request);
  }
}

function completed(response: Response, { retryAfterSeconds, deviceToken }: Leftovers): Response {
  const headers = new Headers(response.headers);
  if (deviceToken) headers.append("Set-Cookie", deviceCookie(deviceToken, isSecure(response)));
  if (retryAfterSeconds === undefined) return new Response(response.body, { status: response.status, headers });
  // NextAuth knows one status for every refused login.
  headers.set("Retry-After", String(retryAfterSeconds));
  return new Response(response.body, { status: 429, headers });
}

const deviceCookie = (token: string, secure: boolean): string =>
  `${DEVICE_COOKIE}=${token}; Path=/api/auth; Max-Age=${DEVICE_SECONDS}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;

/** By NextAuth's own judgement: it prefixes its cookies where the address is https. */
const isSecure = (response: Response): boolean =>
  response.headers.getSetCookie().some((cookie) => cookie.startsWith("__Secure-"));

/** The same request with its body read: NextAuth itself would read any amount from anybody. */
async function bounded(request: NextRequest): Promise<NextRequest> {
  if (request.method !== "POST") return request;
  const body = Buffer.from(await readBytes(request, MOST_BYTES));
  return new NextRequest(request.url, { method: request.method, headers: request.headers, body });
}

export { auth as GET, auth as POST };
