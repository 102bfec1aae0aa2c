import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase } from "@/lib/platform/db";
import { inboxProcess, pagerDutyEvent } from "@/test/inbox-process";
import { newIntegration } from "@/test/integration";
import { newOrganization } from "@/test/organization";

let inbox: Awaited<ReturnType<typeof inboxProcess>>;
let integration: Awaited<ReturnType<typeof newIntegration>>;
beforeAll(async () => {
  integration = await newIntegration((await newOrganization()).id, "pagerduty");
  inbox = await inboxProcess();
  await inbox.start();
});
afterAll(async () => {
  await inbox.kill();
  await closeDatabase();
});

/** Sends the head of a webhook and the beginning of its body; `rest` is what is left of it. */
function begun(id: string, padding: number) {
  const told = { id, type: "triggered", at: new Date(), service: "x".repeat(padding) };
  const { body, signature } = pagerDutyEvent(integration.secret, told);
  const socket = connect(Number(new URL(inbox.url).port), "127.0.0.1");
  const heard = new Promise<string>((answer) => {
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\r\n\r\n")) answer(text);
    });
  });
  socket.write(
    `POST /webhook/pagerduty/${integration.key} HTTP/1.1\r\nhost: here\r\nx-pagerduty-signature: ${signature}\r\n` +
      `x-webhook-id: ${id}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, 20)}`,
  );
  return { heard, finish: () => socket.write(body.slice(20)) };
}

// Longer than the inbox waits for a body.
const FROZEN_MS = 11_000;

test("a body that is late may be sent again, and one that came while the process stood still is taken", async () => {
  const never = begun("QNEVER", 1);
  const small = begun("QSMALL", 1);
  // More than is read at a time.
  const large = begun("QLARGE", 200_000);
  await wait(200);
  inbox.signal("SIGSTOP");
  small.finish();
  large.finish();
  await wait(FROZEN_MS);
  inbox.signal("SIGCONT");
  expect(await small.heard).toMatch(/^HTTP\/1.1 202 /);
  expect(await large.heard).toMatch(/^HTTP\/1.1 202 /);
  expect(await never.heard).toMatch(/^HTTP\/1.1 503 .*\nretry-after: 2\r\n/s);
}, 40_000);
