import { afterAll, beforeEach, expect, test } from "vitest";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  endWebhookSecret,
  listWebhookDeliveries,
  listWebhooks,
  redeliver,
  rotateWebhookSecret,
  testWebhook,
} from "..";

process.env.NIGHTSHIFT_OUTBOUND_ALLOW = "127.0.0.1";
// Nobody listens there, and nothing is sent.
const RECEIVER = "http://127.0.0.1:9/hook";

let org: Awaited<ReturnType<typeof newOrganization>>;
beforeEach(async () => {
  org = await newOrganization();
});
afterAll(closeDatabase);

const hook = (name = "Receiver") => createWebhook(org.owner, { name, url: RECEIVER });

test("only those who may configure touch webhooks, and those of others are not there", async () => {
  const { webhook } = await hook();
  const foreigner = (await newOrganization()).owner;
  const verbs = (ctx: typeof org.owner, id: string) => [
    () => changeWebhook(ctx, id, { name: "Mine" }),
    () => rotateWebhookSecret(ctx, id),
    () => endWebhookSecret(ctx, id, webhook.secrets[0]?.id ?? ""),
    () => testWebhook(ctx, id),
    () => listWebhookDeliveries(ctx, id, {}),
    () => redeliver(ctx, { webhookId: id, deliveryId: newId() }),
    () => deleteWebhook(ctx, id),
  ];
  for (const ctx of [org.responder, org.viewer]) {
    for (const verb of [() => listWebhooks(ctx), ...verbs(ctx, webhook.id)])
      await expect(verb()).rejects.toMatchObject({ code: "forbidden" });
    await expect(createWebhook(ctx, { name: "x", url: RECEIVER })).rejects.toMatchObject({ code: "forbidden" });
  }
  for (const id of [webhook.id, newId(), "no id"])
    for (const verb of verbs(foreigner, id)) await expect(verb()).rejects.toMatchObject({ code: "not_found" });
  expect(await listWebhooks(foreigner)).toEqual([]);
});

test("of many who want a name or the last place at once, one gets it", async () => {
  const wants = await Promise.allSettled(Array.from({ length: 5 }, () => hook("Same")));
  expect(wants.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(hook("sAME")).rejects.toMatchObject({ code: "conflict" });
  const [row] = await prisma().webhook.findMany({ where: { organizationId: org.id } });
  if (!row) throw new Error("There is no webhook");
  await prisma().webhook.createMany({
    data: Array.from({ length: 48 }, (_, i) => ({ ...row, id: newId(), name: `Webhook ${i}` })),
  });
  const last = await Promise.allSettled([hook("A"), hook("B"), hook("C")]);
  expect(last.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await deleteWebhook(org.owner, row.id);
  await hook("Same");
});
