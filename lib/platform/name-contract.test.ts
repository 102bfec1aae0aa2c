import { expect, test } from "vitest";
import { nameText } from "./name-contract";

const Name = nameText(20);

test.each(["\u200b", " \u2060 ", "\u202e", "\u3164", "\u2800\u200d", "\u0301"])(
  "%j cannot be told from nothing",
  (name) => {
    expect(Name.safeParse(name).success).toBe(false);
  },
);

test("a name is kept as it is written, without what would turn the text around it", () => {
  expect(Name.parse("  gpj\u202eexe.\u2066x ")).toBe("gpjexe.x");
  for (const name of ["Ana", "名前", "שם", "🚒", "👩\u200d🚒", "-"]) expect(Name.parse(name)).toBe(name);
  expect(Name.safeParse("").error?.issues).toHaveLength(1);
});
