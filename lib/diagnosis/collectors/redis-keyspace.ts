import type { RedisCollector } from "./redis-collector";

export const redisKeyspace: RedisCollector = {
  source: "redis.keyspace",
  command: ["INFO", "keyspace"],
  async read(redis) {
    const text = await redis.info("keyspace");
    let [keys, withTtl] = [0, 0];
    for (const [, inDatabase, expiring] of text.matchAll(/^db\d+:keys=(\d+),expires=(\d+)/gm)) {
      keys += Number(inDatabase);
      withTtl += Number(expiring);
    }
    return { text, facts: { redisKeys: { keys, withTtl } } };
  },
};

export const redisDbSize: RedisCollector = {
  source: "redis.keyspace",
  command: ["DBSIZE"],
  read: async (redis) => ({ text: `${await redis.dbsize()} keys in database 0`, facts: {} }),
};
