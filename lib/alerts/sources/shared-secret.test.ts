import { expect, test } from "vitest";
import { proveBySecret } from "./shared-secret";
import { arrivedOf, basic, integrationOf } from "./sources.fixture";

const integration = integrationOf("alertmanager", { secrets: ["new secret:1", "old"] });
const prove = (authorization?: string) =>
  proveBySecret(arrivedOf("{}", authorization === undefined ? {} : { authorization }), integration);

test.each(["Bearer new secret:1", "bearer  old ", basic("new secret:1"), basic("old")])("%s proves it", (header) => {
  expect(prove(header)).toEqual({ isProven: true });
});

test.each([
  undefined,
  "",
  "Bearer",
  "Bearer ",
  "Bearer other",
  "Bearer olde",
  "Bearer old new secret:1",
  "old",
  "Digest old",
  "Basic old",
  "Basic %%%",
  basic(""),
  basic("other"),
])("%s does not, and why is said without the secret", (header) => {
  const proof = prove(header);
  expect(proof).toMatchObject({ isProven: false, why: expect.stringMatching(/\S/) });
  expect(JSON.stringify(proof)).not.toMatch(/\bold\b|new secret|other/);
});

test("nobody proves anything to an integration without a secret", () => {
  const bare = integrationOf("alertmanager", { secrets: [] });
  expect(proveBySecret(arrivedOf("{}", { authorization: basic("") }), bare)).toMatchObject({ isProven: false });
});
