import { expect, test } from "vitest";
import { leftAfter, theirsIn, valueIn } from "./use-draft";

const read = { day: "20.00", month: "200.00" };
const drafts = { day: { value: "77", over: read.day } };

test("what somebody else saves shows where nothing was written, and replaces nothing that was", () => {
  const now = { day: "30.00", month: "300.00" };
  expect([valueIn(drafts, now, "day"), valueIn(drafts, now, "month")]).toEqual(["77", "300.00"]);
  expect([theirsIn(drafts, now, "day"), theirsIn(drafts, now, "month")]).toEqual(["30.00", null]);
  expect(theirsIn(drafts, read, "day")).toBeNull();
  expect(theirsIn(drafts, { ...now, day: "77" }, "day")).toBeNull();
});

test("what is written while the save is under way stays", () => {
  const meanwhile = { ...drafts, month: { value: "500", over: read.month } };
  expect(leftAfter(meanwhile, { day: "77" })).toEqual({ month: { value: "500", over: "200.00" } });
  expect(leftAfter({ day: { value: "78", over: read.day } }, { day: "77" })).toEqual({
    day: { value: "78", over: "77" },
  });
});
