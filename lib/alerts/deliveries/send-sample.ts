import { wakeInbox } from "@/lib/events";
import { type IntegrationRow, keyOf, openedOf, UNPROVEN } from "@/lib/integrations";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { AlertView } from "../contract";
import { processDeliveries } from "../inbox/process-deliveries";
import { receive } from "../inbox/receive";
import { receiveEvent } from "../inbox/receive-event";
import { presentAlerts } from "../present-alert";
import { type Occasion, type Sample, sampleOf } from "../sources/sample";
import { mappedSample } from "./mapped-sample";

/** How far a sample came. */
export type SampleSent = {
  /** Why it was not taken in, or could not be dealt with, in words. */
  problem: string | null;
  wasTakenIn: boolean;
  alerts: AlertView[];
};

const PATIENCE_MS = 8_000;
const PAUSE_MS = 50;

/**
 * Sends what the source would send on this occasion, by the way that every webhook takes, and waits up to 8 seconds until it has been dealt
 * with. Amazon alone can sign for CloudWatch, so that one is put into the inbox without proof. Throws `conflict` for a heartbeat.
 */
export async function sendSample(row: IntegrationRow, occasion: Omit<Occasion, "secret">): Promise<SampleSent> {
  const integration = openedOf(row);
  const { source, config } = integration;
  if (source === "heartbeat") throw conflict("A heartbeat has nothing to send: call its address, and it is heard");
  const key = keyOf(row);
  const secret = source === "events-v2" ? key : integration.secrets[0];
  const whole: Occasion = { ...occasion, ...(secret !== undefined && { secret }) };
  const sample = source === "generic" ? mappedSample(config.mapping, whole) : sampleOf(source, whole);

  // Ids rise with time: what comes in from now on lies behind this one.
  const before = newId();
  const refusal = await hand(row, key, sample);
  if (refusal !== null) return { problem: refusal, wasTakenIn: false, alerts: [] };
  const [stored] = await prisma().$queryRaw<{ id: string }[]>`
    SELECT id FROM deliveries WHERE integration_id = ${row.id}::uuid AND id > ${before}::uuid AND body = ${sample.body} LIMIT 1`;
  if (!stored) return { problem: "It was taken in and is not in the inbox", wasTakenIn: false, alerts: [] };
  return dealtWith(stored.id);
}

async function hand(
  { id, organizationId, source }: IntegrationRow,
  key: string,
  sample: Sample,
): Promise<string | null> {
  if (source === "cloudwatch") {
    const now = clock.now();
    const { headers, body } = sample;
    await prisma().delivery.create({
      data: {
        id: newId(),
        organizationId,
        integrationId: id,
        receivedAt: now,
        dueAt: now,
        headers: { ...headers, [UNPROVEN]: "1" },
        body: new Uint8Array(body),
      },
      select: { id: true },
    });
    wakeInbox();
    return null;
  }
  const sent = { ...sample, address: null, requestId: "test" };
  if (source !== "events-v2") {
    const received = await receive({ ...sent, source, key });
    return received.status === 202 ? null : received.error;
  }
  const answer = await receiveEvent(sent);
  return answer.status === 202 ? null : JSON.stringify(answer.body);
}

async function dealtWith(deliveryId: string): Promise<SampleSent> {
  const until = clock.now().getTime() + PATIENCE_MS;
  for (;;) {
    // Whoever waits for it may as well read it; a worker that was faster has it already.
    await processDeliveries(AbortSignal.timeout(PAUSE_MS));
    const { state, problem } = await prisma().delivery.findUniqueOrThrow({
      where: { id: deliveryId },
      select: { state: true, problem: true },
    });
    if (state !== "waiting") {
      const alerts = await prisma().alert.findMany({ where: { deliveryId }, orderBy: { position: "asc" } });
      return { problem, wasTakenIn: true, alerts: await presentAlerts(alerts) };
    }
    if (clock.now().getTime() >= until)
      return { problem: problem ?? "Nothing has read it yet: is a worker running?", wasTakenIn: true, alerts: [] };
    await clock.sleep(PAUSE_MS);
  }
}
