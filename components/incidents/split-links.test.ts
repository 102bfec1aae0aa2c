import { expect, test } from "vitest";
import { splitLinks } from "./split-links";

const rule = (number: number) => ({ text: "The rule", href: `http://prom:9090/graph?g0.expr=up&i=${number}` });
const line = ({ text, href }: { text: string; href: string }) => `${text}: ${href}`;

test("the links at the end are those of its alerts, also of one that is too old to be listed", () => {
  const said = `Timing out\nSee: nothing\n\n${line(rule(0))}`;
  expect(splitLinks(said, [rule(499)])).toEqual({ words: "Timing out\nSee: nothing", ends: [rule(0)] });
});

test("what somebody wrote becomes no link", () => {
  for (const said of [
    "Sign in: https://evil.example.com/",
    "The rule: https://evil.example.com/graph",
    "The rule: javascript:alert(1)",
    `${line(rule(1))}\nand so on`,
  ])
    expect(splitLinks(said, [rule(1)])).toEqual({ words: said, ends: [] });
});
