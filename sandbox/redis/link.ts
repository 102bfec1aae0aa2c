import { connect, type Socket } from "node:net";
import type { Address } from "../config";

/** The server answered a newcomer with an error and closed the connection. */
export class Refused extends Error {}

/** The server closed the connection without a word. */
class HungUp extends Error {}

const ATTEMPTS = 3;
const isHangingUp = (error: unknown): boolean =>
  error instanceof HungUp || ["ECONNRESET", "EPIPE"].includes((error as NodeJS.ErrnoException).code ?? "");

/**
 * One connection to Redis, spoken to in its own protocol (RESP2), for commands whose replies are one line long. It never reconnects: a
 * connection that somebody killed is meant to stay dead.
 */
export class RedisLink {
  #waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  #rest = "";
  #isOpen = true;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => this.#read(chunk));
    // Being killed is the point of a held connection: its end is recorded, and whoever waits for a reply hears of it.
    socket.on("error", (error) => this.#end(error));
    socket.on("close", () => this.#end(new HungUp("Redis closed the connection")));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Connects and names the connection as `CLIENT LIST` shows it. Throws `Refused` with the server's own words. */
  static async open(address: Address, name: string): Promise<RedisLink> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await RedisLink.#openOnce(address, name);
      } catch (error) {
        // Now and then the hanging up of a full server overtakes its words. Asked again, it says them.
        if (error instanceof Refused || attempt === ATTEMPTS || !isHangingUp(error)) throw error;
      }
    }
  }

  static async #openOnce(address: Address, name: string): Promise<RedisLink> {
    const socket = connect(address);
    const link = new RedisLink(socket);
    socket.setTimeout(3_000, () => socket.destroy(new Error("Redis did not answer within 3 seconds")));
    // A refusal may come before the question and close the connection under it, so whatever comes first is the answer.
    const [reply = ""] = await link.send([["CLIENT", "SETNAME", name]]);
    if (reply.startsWith("-")) {
      link.close();
      throw new Refused(reply.slice(1));
    }
    socket.setTimeout(0);
    socket.setKeepAlive(true, 30_000);
    return link;
  }

  /** Sends the commands in one go and returns the first line of each reply, `-` in front of errors. */
  send(commands: string[][]): Promise<string[]> {
    if (!this.#isOpen) return Promise.reject(new Error("The connection is closed"));
    const replies = commands.map(
      () => new Promise<string>((resolve, reject) => this.#waiting.push({ resolve, reject })),
    );
    this.socket.write(commands.map(encode).join(""));
    return Promise.all(replies);
  }

  close(): void {
    this.socket.destroy();
    this.#end(new Error("The connection was closed"));
  }

  #read(chunk: string): void {
    const lines = (this.#rest + chunk).split("\r\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#waiting.shift()?.resolve(line);
  }

  #end(error: Error): void {
    this.#isOpen = false;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

const encode = (parts: string[]): string =>
  `*${parts.length}\r\n${parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join("")}`;
