import { expect, test } from "vitest";
import { nextPath } from "@/app/sign-in/next-path";
import { addressOf } from "./address-of";

test("who must sign in first comes back to what they asked for, and never to another site", () => {
  const back = (asked: Record<string, string | string[] | undefined>) =>
    nextPath(addressOf("/settings/webhooks/7", asked));
  expect(back({})).toBe("/settings/webhooks/7");
  expect(back({ state: "failed", page: "2", cursor: undefined })).toBe("/settings/webhooks/7?state=failed&page=2");
  expect(back({ query: "a&b=c#d //x.test", page: ["1", "2"] })).toBe(
    "/settings/webhooks/7?query=a%26b%3Dc%23d+%2F%2Fx.test&page=1&page=2",
  );
});
