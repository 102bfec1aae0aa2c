import { expect, test } from "vitest";
import { hostOf } from "./out-link";

test("only what leads to a site, and says openly to which, can be followed", () => {
  expect(hostOf("http://prom:9090/graph?g0.expr=up")).toBe("prom:9090");
  expect(hostOf("https://grafana.example.com/d/1")).toBe("grafana.example.com");
  expect(hostOf("https://аpple.com/")).toBe("xn--pple-43d.com");
  for (const href of [
    "javascript:alert(1)",
    "data:text/html,hello",
    "/graph",
    "https://prom.example.com@evil.example.com/",
    "",
  ])
    expect(hostOf(href)).toBeNull();
});
