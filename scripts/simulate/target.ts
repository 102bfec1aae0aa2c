import { join } from "node:path";
import { z } from "zod";
import { simulatorKeyIn } from "@/lib/alerts";
import { readPrivate } from "../up/home";
import type { Order, Sender } from "./options";
import { Stop } from "./stop";

/** Where alerts go, and the API that says what became of them, where it is known. */
export type Target = {
  url: URL;
  secret: string;
  api: { url: string; key: string; source: Sender } | null;
};

const Demo = z.object({
  url: z.url(),
  api_key: z.string(),
  webhooks: z
    .record(
      z.string(),
      z.object({
        url: z.url(),
        secret: z.string().optional(),
        routing_key: z.string().optional(),
      }),
    )
    .default({}),
});

/** The place that was named, or the demo organization as `npm run up` wrote it down in `home`. Throws `Stop` when nothing answers there. */
export async function targetOf({ source, to }: Order, home: string): Promise<Target> {
  const target = to ? { url: new URL(to.url), secret: to.secret, api: null } : demoOf(source, home);
  if (source === "cloudwatch" && !simulatorKeyIn(target.secret))
    throw new Stop(
      "Only Amazon can sign for CloudWatch, and the demo organization believes one other key, which is in demo.json: --secret is not it. To try an integration of your own, set off an alarm: aws cloudwatch set-alarm-state --alarm-name NAME --state-value ALARM --state-reason test",
      2,
    );
  await refuseSilence(target.url);
  return target;
}

function demoOf(source: Sender, home: string): Target {
  const file = join(home, "demo.json");
  const written = readPrivate(file);
  if (written === null)
    throw new Stop(
      `No Nightshift is known here (${file} is missing); start one with npm run up, or name one with --url`,
      1,
    );
  const { success, data: demo } = Demo.safeParse(written);
  const webhook = demo?.webhooks[source];
  const secret = webhook?.secret ?? webhook?.routing_key;
  if (!success || !demo || !webhook || secret === undefined)
    throw new Stop(`${file} says nothing about where ${source} sends to; start npm run up again, which writes it`, 1);
  return {
    url: new URL(webhook.url),
    secret,
    api: { url: `${demo.url.replace(/\/$/, "")}/api/v1`, key: demo.api_key, source },
  };
}

/** Any answer at all will do: what it makes of alerts is for the report. */
async function refuseSilence({ origin }: URL): Promise<void> {
  try {
    await fetch(`${origin}/alive`, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
  } catch {
    throw new Stop(`No Nightshift answers at ${origin}; start it with npm run up`, 1);
  }
}
