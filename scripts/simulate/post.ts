import { Agent, request } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";

export type Answer = { status: number; text: string };
export type Message = { headers: Record<string, string>; body: Buffer };
export type Post = { send(message: Message): Promise<Answer>; close(): void };

// As long as PagerDuty waits, twice.
const TIMEOUT_MS = 10_000;
const MOST_TEXT = 2_000;

/** Posts to one address over connections that stay open. `send` rejects when there is no answer. */
export function postTo(url: URL, connections: number): Post {
  const isSecure = url.protocol === "https:";
  const agent = new (isSecure ? SecureAgent : Agent)({ keepAlive: true, maxSockets: connections });
  const send = ({ headers, body }: Message, isAgain = false): Promise<Answer> =>
    new Promise((done, fail) => {
      const sent = (isSecure ? secureRequest : request)(
        url,
        { method: "POST", agent, headers: { ...headers, "content-length": body.length }, timeout: TIMEOUT_MS },
        (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (part: string) => {
            if (text.length < MOST_TEXT) text += part;
          });
          response.on("end", () => done({ status: response.statusCode ?? 0, text }));
          response.on("error", fail);
        },
      );
      sent.on("timeout", () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS / 1_000} s`)));
      sent.on("error", (error) => {
        // The server may close a connection that was idle just as it is used again. The message is the same, with the same id.
        if (sent.reusedSocket && !isAgain && "code" in error && error.code === "ECONNRESET")
          send({ headers, body }, true).then(done, fail);
        else fail(error);
      });
      sent.end(body);
    });
  return { send: (message) => send(message), close: () => agent.destroy() };
}
