import { docker } from "@/lib/platform/docker";

/** Whether an engine answers. On CI its absence is a failure, so there the tests that need it run and fail. */
export const hasDocker =
  process.env.CI !== undefined ||
  (await docker()
    .ping()
    .then(
      () => true,
      () => false,
    ));

export { testBases } from "@/sandbox/docker/test-base";
