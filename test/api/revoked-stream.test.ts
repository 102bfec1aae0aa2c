import { afterAll, expect, test } from "vitest";
import * as events from "@/app/api/v1/executions/[id]/events/route";
import { clock, useClock as setClock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { closeDatabase, newExecution, newNamedKey, newSession } from "@/test/caller";
import { newOrganization } from "@/test/organization";

afterAll(closeDatabase);

/** What somebody hears who follows a run when `end` comes over them. */
async function heardAround(
  owner: Awaited<ReturnType<typeof newOrganization>>["owner"],
  headers: Record<string, string>,
  end: () => Promise<unknown>,
): Promise<string> {
  const execution = await newExecution(owner, newId());
  const request = new Request(`http://nightshift.test/api/v1/executions/${execution.id}/events`, {
    headers: { ...headers, accept: "text/event-stream" },
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
  await end();
  const aSecondLater = Date.now() + 1_000;
  const putBack = setClock({
    now: () => new Date(aSecondLater),
    sleep: (ms) => new Promise((go) => setTimeout(go, ms)),
  });
  await execution.write("After");
  await execution.finish();
  while (!(await hear()));
  putBack();
  return heard;
}

test("whoever follows a run with a key that is revoked hears nothing of what comes a second later", async () => {
  const { id: organizationId, owner } = await newOrganization();
  const key = await newNamedKey(organizationId, "read");
  const heard = await heardAround(owner, { "x-api-key": key.key }, () =>
    prisma().apiKey.update({ where: { id: key.id }, data: { revokedAt: clock.now() } }),
  );
  expect(heard).not.toContain("After");
});

test("nor does whoever is removed while their session is in another organization of theirs", async () => {
  const { id: organizationId, owner } = await newOrganization();
  const elsewhere = (await newOrganization()).id;
  const { userId, sessionId, cookie } = await newSession(organizationId, "viewer");
  await prisma().member.create({ data: { organizationId: elsewhere, userId, role: "viewer" } });
  const heard = await heardAround(owner, { cookie }, async () => {
    await prisma().session.update({ where: { id: sessionId }, data: { organizationId: elsewhere } });
    await prisma().member.deleteMany({ where: { organizationId, userId } });
  });
  expect(heard).not.toContain("After");
});
