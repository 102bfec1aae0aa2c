import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { failure } from "@/app/_http/answers";
import { authOptions } from "@/app/_http/auth-options";
import { bindAddress } from "@/app/_http/bind-address";
import { readBytes } from "@/app/_http/read-json";
import { malformed } from "@/app/_http/refusals";
import { requestIdOf } from "@/app/_http/request-id";

type Context = { params: Promise<{ nextauth: string[] }> };

const MOST_BYTES = 16_384;

async function auth(request: NextRequest, context: Context): Promise<Response> {
  try {
    bindAddress();
    return await NextAuth(await bounded(request), context, authOptions());
  } catch (error) {
    const refusal = error instanceof SyntaxError ? malformed("The body is not JSON") : error;
    return failure(refusal, requestIdOf(request), request);
  }
}

/** The same request with its body read: NextAuth itself would read any amount from anybody. */
async function bounded(request: NextRequest): Promise<NextRequest> {
  if (request.method !== "POST") return request;
  const body = Buffer.from(await readBytes(request, MOST_BYTES));
  return new NextRequest(request.url, { method: request.method, headers: request.headers, body });
}

export { auth as GET, auth as POST };
