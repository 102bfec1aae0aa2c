import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { ErrorCode } from "@/lib/platform/contract";
import { errorStatus } from "@/lib/platform/contract";
import { safeEqual } from "@/lib/platform/crypto";
import { AppError, conflict, errorText, notFound, unauthorized, unavailable } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { redact } from "@/lib/platform/redact";
import type { Address } from "./config";
import type { Practice } from "./practice";

const BODY_LIMIT = 16 * 1024;
const InjectBody = z.object({ scenario: z.string().min(1).max(100) });

const malformed = (message: string) => new AppError("malformed", message);

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new AppError("too_large", `The body may have at most ${BODY_LIMIT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function readScenario(request: IncomingMessage): Promise<string> {
  const text = await readBody(request);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw malformed("The body is not JSON");
  }
  const parsed = InjectBody.safeParse(body);
  if (!parsed.success) throw malformed('The body must be {"scenario": "…"}');
  return parsed.data.scenario;
}

async function answer(request: IncomingMessage, token: string, services: () => Practice[] | null): Promise<unknown> {
  const { pathname } = new URL(request.url ?? "/", "http://sandbox");
  const ready = services();
  if (request.method === "GET" && pathname === "/health") return { status: ready ? "ok" : "starting" };
  // Digits of the length do not tell anything: every token is as long as every other.
  if (!safeEqual(request.headers.authorization ?? "", `Bearer ${token}`)) {
    throw unauthorized("The bearer token is missing or wrong");
  }
  if (!ready) throw unavailable("The sandbox is starting");
  if (request.method === "GET" && pathname === "/services") return Promise.all(ready.map((one) => one.view()));
  if (request.method === "GET" && pathname === "/targets") return Promise.all(ready.map((one) => one.target()));

  const [, service, verb] = /^\/services\/([^/]+)\/(inject|heal)$/.exec(pathname) ?? [];
  if (request.method !== "POST" || service === undefined) throw notFound(`${request.method} ${pathname}`);
  const practice = ready.find((one) => one.service === service);
  if (!practice) throw notFound(`The practice service ${service}`);
  return verb === "heal" ? practice.heal() : practice.inject(await readScenario(request));
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
}

/**
 * Starts the control server. `services` gives null until they are up. Errors are `{"error": "words"}` with the status of their kind;
 * whatever is not a refusal of ours is a 503, because what failed is always a practice service.
 */
export async function listen(
  address: Address,
  token: string,
  services: () => Practice[] | null,
): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    answer(request, token, services).then(
      (body) => send(response, 200, body),
      (error) => {
        const code: ErrorCode = error instanceof AppError ? error.code : "unavailable";
        if (!(error instanceof AppError)) logger.error({ error: errorText(error) }, "The sandbox failed");
        // Here, because nobody else knows the passwords of the practice services as this process does.
        send(response, errorStatus[code], { error: redact(errorText(error)) });
        // What is left of a body that nobody will read must not be taken for the next request.
        if (code === "too_large") request.destroy();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? conflict(`Port ${address.port} is in use by another program; the sandbox's control server needs it`)
          : error,
      ),
    );
    server.listen(address.port, address.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
