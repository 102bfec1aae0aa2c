import { expect, test } from "vitest";
import { connectionFailureOf, saysLocks, saysOutOfMemory } from "./connection-failure";

test.each([
  ["connect ECONNREFUSED 127.0.0.1:6380", "refused"],
  ["ERR max number of clients reached", "redis-clients-full"],
  ["FATAL: sorry, too many clients already", "postgres-slots-full"],
  ["remaining connection slots are reserved for roles with the SUPERUSER attribute", "postgres-slots-full"],
  ["FATAL: the database system is starting up", "starting"],
  ["LOADING Redis is loading the dataset in memory", "starting"],
  ["NOAUTH Authentication required.", "authentication"],
  ["WRONGPASS invalid username-password pair or user is disabled.", "authentication"],
  ['password authentication failed for user "boss"', "authentication"],
  ["SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string", "authentication"],
  ["FATAL: empty password returned by client", "authentication"],
  ['database "shop" does not exist', "no-database"],
  ["getaddrinfo ENOTFOUND redis.internal", "no-host"],
  ["connect ETIMEDOUT", "timeout"],
  ["Command timed out", "timeout"],
  ["timeout expired", "timeout"],
  ["read ECONNRESET", "closed"],
  ["Connection is closed.", "closed"],
  ["Connection terminated unexpectedly", "closed"],
  ["BUSY Redis is busy running a script.", "other"],
  ['GET /?q="ERR max number of clients reached" and OOM command not allowed', "other"],
])("%s is %s", (text, failure) => {
  expect(connectionFailureOf(text)).toBe(failure);
});

test("only Redis's own refusal counts as out of memory, and only waiting counts as locks", () => {
  expect(saysOutOfMemory("OOM command not allowed when used memory > 'maxmemory'.")).toBe(true);
  expect(saysOutOfMemory("a user wrote: OOM command not allowed")).toBe(false);
  expect(saysLocks("process 7 still waiting for ShareLock on transaction 12 after 1000.1 ms")).toBe(true);
  expect(saysLocks("canceling statement due to lock timeout")).toBe(true);
  expect(saysLocks("the door was locked")).toBe(false);
});
