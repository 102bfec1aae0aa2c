import { Redis } from "ioredis";
import type { Address } from "../config";
import { until } from "../until";
import { RedisLink, Refused } from "./link";

/** Every key that the sandbox writes begins with this. */
export const KEY_PREFIX = "sandbox:";
/** The name of the injectors' connections in `CLIENT LIST`. */
export const CLIENT_NAME = "checkout-worker";

const shipped = { maxmemory: "50mb", "maxmemory-policy": "noeviction", maxclients: "200" };

/** The practice Redis, as the injectors use it. Connections held by a scenario are shared: when the server is full, they are the only ones. */
export class PracticeRedis {
  readonly held = new Set<RedisLink>();

  constructor(readonly address: Address) {}

  /** Opens a connection and keeps it until somebody ends it. */
  async hold(): Promise<void> {
    for (const link of this.held) if (!link.isOpen) this.held.delete(link);
    this.held.add(await RedisLink.open(this.address, CLIENT_NAME));
  }

  countHeld(): number {
    return [...this.held].filter((link) => link.isOpen).length;
  }

  letGo(): void {
    for (const link of this.held) link.close();
    this.held.clear();
  }

  /** Runs `work` on a connection of its own or, when the server takes no more, on one that is held. */
  async withLink<T>(work: (link: RedisLink) => Promise<T>): Promise<T> {
    let own: RedisLink;
    try {
      own = await RedisLink.open(this.address, CLIENT_NAME);
    } catch (error) {
      const held = [...this.held].find((link) => link.isOpen);
      if (held && error instanceof Refused) return work(held);
      throw error;
    }
    try {
      return await work(own);
    } finally {
      own.close();
    }
  }

  /** Whether a newcomer is turned away because every connection is taken. */
  async isFull(): Promise<boolean> {
    try {
      (await RedisLink.open(this.address, CLIENT_NAME)).close();
      return false;
    } catch (error) {
      return error instanceof Refused && /max number of clients/.test(error.message);
    }
  }

  /** Returns once a newcomer is served. */
  untilAnswers(timeoutMs: number, signal: AbortSignal): Promise<void> {
    return until(
      async () => {
        const link = await RedisLink.open(this.address, CLIENT_NAME);
        const [reply] = await link.send([["PING"]]).finally(() => link.close());
        return reply === "+PONG";
      },
      { what: "Redis did not answer", timeoutMs, signal },
    );
  }

  /** Puts the limits back to what the practice server ships with; an action may have raised them. */
  async restoreLimits(): Promise<void> {
    await this.withLink(async (link) => {
      const replies = await link.send(Object.entries(shipped).map(([name, value]) => ["CONFIG", "SET", name, value]));
      const failure = replies.find((reply) => reply.startsWith("-"));
      if (failure) throw new Error(`The limits of Redis could not be restored: ${failure.slice(1)}`);
    });
  }

  /** Deletes every key that the sandbox wrote, and no other. */
  async deleteOurKeys(): Promise<void> {
    const redis = new Redis({
      ...this.address,
      lazyConnect: true,
      retryStrategy: () => null,
      connectTimeout: 5_000,
      commandTimeout: 10_000,
    });
    // The failure of a command says the same and is thrown; without a listener the event would end the process.
    redis.on("error", () => redis.disconnect());
    try {
      await redis.connect();
      for await (const keys of redis.scanStream({ match: `${KEY_PREFIX}*`, count: 5_000 })) {
        if (keys.length > 0) await redis.unlink(...keys);
      }
    } finally {
      redis.disconnect();
    }
  }
}
