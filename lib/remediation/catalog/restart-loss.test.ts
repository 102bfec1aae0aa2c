import { afterAll, beforeAll, expect, test } from "vitest";
import { loadWatched, type Watched } from "@/lib/monitoring";
import { openStage, type Stage } from "../execution/stage.fixture";
import { processRestart } from "./process-restart";

let stage: Stage;
let watched: Watched;
beforeAll(async () => {
  stage = await openStage();
  watched = await loadWatched(stage.organization.system, stage.redis.serviceId);
});
afterAll(() => stage.close());

const preview = () => processRestart.on(watched, {}).preview();
const { drift } = processRestart;

test("a restart of a Redis says how many keys it would lose, and whether they come back", async () => {
  const { admin } = stage.redis;
  const empty = await preview();
  expect(empty.effect.text).toMatch(/It holds no keys$/);

  await admin.mset(...Array.from({ length: 1_200 }, (_, at) => [`key:${at}`, "x"]).flat());
  const full = await preview();
  expect(full.effect.text).toMatch(/Its 1,200 keys are lost for good: it is not set to save before it stops$/);
  expect(full.effect.figures).toMatchObject({ keys: 1_200, kept_by: "nothing" });
  expect(drift(empty.state, full.state)).toBe("it held 0 keys and now holds 1,200");
  expect(drift(full.state, (await preview()).state)).toBeNull();
  // It was not running: nothing was in memory.
  expect(drift({ running: false, keys: 0, keeping: null }, full.state)).toMatch(/now holds 1,200$/);

  await admin.config("SET", "save", "3600 1");
  const saving = await preview();
  expect(saving.effect.text).toMatch(/It saves before it stops, so its 1,200 keys should come back; 1,2\d\d changes /);
  expect(drift(saving.state, full.state)).toBe("its keys were kept by its snapshot, and now by nothing");

  // All commands wait, as behind a script that does not end.
  await admin.call("CLIENT", "PAUSE", "5000", "ALL");
  const deaf = await preview();
  expect(deaf.effect.text).toMatch(/cannot be asked what it would lose: count on losing all that is only in memory$/);
  expect(drift(full.state, deaf.state)).toBeNull();
});
