import { expect, test } from "vitest";
import { nextPath } from "./next-path";

test("one goes on to a path of this site, whatever the address says", () => {
  expect(nextPath("/incidents?status=open")).toBe("/incidents?status=open");
  expect(nextPath("http://localhost:3000/services/redis-test")).toBe("/services/redis-test");
  expect(nextPath("https://evil.example/incidents")).toBe("/incidents");
  for (const bad of [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example//evil.example/x",
    "/%09/evil.example/..//evil.example",
    "///evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/sign-in",
    "/sign-in?callbackUrl=/sign-in",
    ["/a", "/b"],
    undefined,
  ]) {
    const path = nextPath(bad);
    expect({ bad, host: new URL(path, "http://localhost:3000").host, path }).toEqual({
      bad,
      host: "localhost:3000",
      path: expect.stringMatching(/^\/(?![\\/])/),
    });
  }
  expect(nextPath("/sign-in?callbackUrl=/")).toBe("/");
  expect(nextPath("/sign-in-help")).toBe("/sign-in-help");
});
