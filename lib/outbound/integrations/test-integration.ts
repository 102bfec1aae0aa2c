import { sendSample } from "@/lib/alerts";
import { type AlertOutcome, outcomeWords } from "@/lib/alerts/contract";
import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { findIntegration, type IntegrationRow, noteLog } from "@/lib/integrations";
import { SourceName, sourceTitles } from "@/lib/integrations/contract";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { TestReport } from "../contract";
import { checkPagerDutyToken } from "../pagerduty/check-token";

type Step = TestReport["steps"][number];

/**
 * Sends a sample of the integration's source in, as the source would, and says how far it came: a low incident is opened and resolved. Where
 * word goes back, it also asks PagerDuty whether it takes the token. Throws `not_found`, or `conflict` for a heartbeat and while paused.
 */
export async function testIntegration(ctx: Ctx, name: string): Promise<TestReport> {
  require(ctx, "respond");
  const row = await findIntegration(ctx, name);
  const source = SourceName.parse(row.source);
  if (source === "heartbeat") throw conflict("A heartbeat has nothing to send: call its address, and it is heard");
  if (row.isPaused) throw conflict("This integration is paused; resume it first");
  await inTransaction((tx) =>
    recordAudit(tx, ctx, { verb: "integration.test", subject: { kind: "integration", id: row.id }, data: { name } }),
  );
  const { steps, incidentId } = await throughTheInbox(row, source);
  if (row.apiTokenSealed !== null) {
    const problem = await checkPagerDutyToken(row);
    steps.push({ text: "PagerDuty takes the token", has_passed: problem === null, detail: problem });
  }
  const failed = steps.find(({ has_passed }) => !has_passed);
  await noteLog({
    integration: row,
    level: failed ? "warning" : "info",
    message: failed ? `A test failed: ${failed.text}: ${failed.detail ?? "no"}` : "A test passed",
    data: { by: ctx.actor.name },
  });
  return { has_passed: !failed, steps, incident_id: incidentId };
}

async function throughTheInbox(
  row: IntegrationRow,
  source: SourceName,
): Promise<{ steps: Step[]; incidentId: string | null }> {
  const now = clock.now();
  const occasion = {
    title: `Test alert from ${sourceTitles[source]}`,
    description: "Somebody pressed the test button in Nightshift. Nothing is wrong.",
    service: "nightshift-test",
    severity: "low" as const,
    dedupKey: `nightshift-test-${newId()}`,
    startedAt: now,
  };
  const fired = await sendSample(row, { ...occasion, state: "firing", at: now });
  const how = source === "cloudwatch" ? "Put into the inbox (Amazon alone can sign for it)" : "Taken in by the inbox";
  const steps: Step[] = [{ text: how, has_passed: fired.wasTakenIn, detail: fired.wasTakenIn ? null : fired.problem }];
  if (!fired.wasTakenIn) return { steps, incidentId: null };
  const [alert] = fired.alerts;
  steps.push({ text: "Understood", has_passed: alert !== undefined, detail: alert ? alert.title : fired.problem });
  if (!alert) return { steps, incidentId: null };
  steps.push(stepOf("Opened an incident", ["opened", "joined", "reopened", "suppressed"], alert.outcome));

  const ended = await sendSample(row, { ...occasion, state: "resolved", at: clock.now() });
  const [end] = ended.alerts;
  const text = "Ended it again";
  if (end) steps.push(stepOf(text, ["resolved", "suppressed", "repeated"], end.outcome));
  else steps.push({ text, has_passed: false, detail: ended.problem });
  return { steps, incidentId: alert.incident_id };
}

const stepOf = (text: string, passing: AlertOutcome[], outcome: AlertOutcome): Step => ({
  text,
  has_passed: passing.includes(outcome),
  detail: `It ${outcomeWords[outcome]}`,
});
