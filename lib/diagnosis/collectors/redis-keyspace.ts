import { infoCollector, redisCollector } from "./redis-collector";

export const redisKeyspace = infoCollector("keyspace", (_, text) => {
  let [keys, withTtl] = [0, 0];
  for (const [, inDatabase, expiring] of text.matchAll(/^db\d+:keys=(\d+),expires=(\d+)/gm)) {
    keys += Number(inDatabase);
    withTtl += Number(expiring);
  }
  return { redisKeys: { keys, withTtl } };
});

export const redisDbSize = redisCollector({
  source: "redis.keyspace",
  command: ["DBSIZE"],
  ask: (redis) => redis.dbsize(),
  parse: (answer) => ({ text: `${answer} keys in database 0`, facts: {} }),
});
