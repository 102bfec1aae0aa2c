import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { freePort } from "@/lib/platform/free-port";

/** A web process's inbox on a port that stays the same, to be killed and started anew. */
export async function inboxProcess(env: Record<string, string> = {}) {
  const port = await freePort();
  let child: ChildProcess | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    async start(): Promise<void> {
      const started = spawn(process.execPath, ["--import", "tsx", "test/programs/inbox.ts"], {
        env: { ...process.env, NIGHTSHIFT_WEBHOOKS_PER_INTEGRATION: "100000000", ...env, PORT: String(port) },
        stdio: ["ignore", "pipe", "inherit"],
      });
      child = started;
      await new Promise<void>((ready, failed) => {
        started.once("exit", (code) => failed(new Error(`The inbox ended with ${code}`)));
        started.stdout?.on("data", (data: Buffer) => {
          if (data.includes("listening")) ready();
        });
      });
    },
    /** Stops it where it is, or lets it go on. */
    signal(name: "SIGSTOP" | "SIGCONT"): void {
      child?.kill(name);
    },
    async kill(): Promise<void> {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

type Told = { id: string; type: string; at: Date; service?: string };

/** A PagerDuty V3 event about an incident of theirs, and its signature. */
export function pagerDutyEvent(secret: string, { id, type, at, service = "checkout" }: Told) {
  const body = JSON.stringify({
    event: {
      id: `01${id}${type}`,
      event_type: `incident.${type}`,
      resource_type: "incident",
      occurred_at: at.toISOString(),
      agent: null,
      client: null,
      data: {
        id,
        type: "incident",
        html_url: `https://example.pagerduty.com/incidents/${id}`,
        number: 37,
        status: type,
        created_at: at.toISOString(),
        title: `Checkout is slow (${id})`,
        service: { id: "PNE3JZM", type: "service_reference", summary: service },
        priority: null,
        urgency: "high",
      },
    },
  });
  return { body, signature: `v1=${createHmac("sha256", secret).update(body).digest("hex")}` };
}

export type Tried = { id: string; body: string; answers: (number | "lost")[] };

/** Sends one event until it is acknowledged, as PagerDuty does: the same id and body at every try. */
export async function sendUntilAcknowledged(address: string, secret: string, told: Told): Promise<Tried> {
  const { body, signature } = pagerDutyEvent(secret, told);
  const tried: Tried = { id: `${told.id}-${told.type}`, body, answers: [] };
  const headers = { "x-pagerduty-signature": signature, "x-webhook-id": tried.id };
  for (;;) {
    const answer = await fetch(address, { method: "POST", body, headers }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => "lost" as const,
    );
    tried.answers.push(answer);
    if (answer === 202) return tried;
    await new Promise((done) => setTimeout(done, 20));
  }
}
