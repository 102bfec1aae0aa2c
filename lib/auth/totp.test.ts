import { expect, test } from "vitest";
import { base32, codeAt, matchingStep, newRecoveryCode, otpauthUri, plainRecoveryCode, stepAt } from "./totp";

const secret = Buffer.from("12345678901234567890");

test("codes are those of RFC 6238, appendix B (its last six digits)", () => {
  const vectors: [seconds: number, code: string][] = [
    [59, "287082"],
    [1111111109, "081804"],
    [1111111111, "050471"],
    [1234567890, "005924"],
    [2000000000, "279037"],
    [20000000000, "353130"],
  ];
  for (const [seconds, code] of vectors) expect(codeAt(secret, stepAt(new Date(seconds * 1_000)))).toBe(code);
});

test("a code holds half a minute to either side, and no longer", () => {
  const at = (seconds: number) => new Date(seconds * 1_000);
  const code = codeAt(secret, stepAt(at(1_000_020)));
  expect(matchingStep(secret, code, at(1_000_020))).toBe(stepAt(at(1_000_020)));
  expect(matchingStep(secret, code, at(1_000_020 + 30))).toBe(stepAt(at(1_000_020)));
  expect(matchingStep(secret, code, at(1_000_020 - 30))).toBe(stepAt(at(1_000_020)));
  expect(matchingStep(secret, code, at(1_000_020 + 60))).toBe(null);
  expect(matchingStep(secret, "", at(1_000_020))).toBe(null);
});

test("the secret is written as RFC 4648 says, and an app can read the address", () => {
  expect(base32(Buffer.from("foobar"))).toBe("MZXW6YTBOI");
  expect(base32(secret)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  const uri = new URL(otpauthUri(secret, "ada+on call@example.com"));
  expect(uri.host).toBe("totp");
  expect(uri.pathname).toBe("/Nightshift:ada%2Bon%20call%40example.com");
  expect(uri.searchParams.get("secret")).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
});

test("a recovery code is recognized however it is typed", () => {
  const code = newRecoveryCode();
  expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
  expect(plainRecoveryCode(` ${code.toLowerCase().replaceAll("-", " ")}`)).toBe(plainRecoveryCode(code));
});
