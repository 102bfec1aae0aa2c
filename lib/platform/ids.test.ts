import { expect, test } from "vitest";
import { isId, newId } from "./ids";

test("ids of one process rise, however fast they are made, and none comes twice", () => {
  const ids = Array.from({ length: 100_000 }, newId);
  expect(ids.every(isId)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  // Version 7, variant 10.
  expect(ids.every((id) => id[14] === "7" && "89ab".includes(id[19] ?? ""))).toBe(true);
});
