import { afterAll, expect, test } from "vitest";
import * as events from "@/app/api/v1/executions/[id]/events/route";
import { clock, useClock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { closeDatabase, newExecution, newNamedKey } from "@/test/caller";
import { newOrganization } from "@/test/organization";

afterAll(closeDatabase);

test("whoever follows a run with a key that is revoked hears nothing of what comes a second later", async () => {
  const { id: organizationId, owner } = await newOrganization();
  const key = await newNamedKey(organizationId, "read");
  const execution = await newExecution(owner, newId());
  const request = new Request(`http://nightshift.test/api/v1/executions/${execution.id}/events`, {
    headers: { "x-api-key": key.key, accept: "text/event-stream" },
  });
  const stream = await events.GET(request, { params: Promise.resolve({ id: execution.id }) });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  const hear = async () => {
    const { done, value = "" } = (await reader?.read()) ?? { done: true };
    heard += value;
    return done;
  };
  await execution.write("Before");
  while (!heard.includes("Before")) await hear();
  await prisma().apiKey.update({ where: { id: key.id }, data: { revokedAt: clock.now() } });
  const aSecondLater = Date.now() + 1_000;
  const putBack = useClock({
    now: () => new Date(aSecondLater),
    sleep: (ms) => new Promise((go) => setTimeout(go, ms)),
  });
  await execution.write("After");
  while (!(await hear()));
  putBack();
  expect(heard).not.toContain("After");
});
