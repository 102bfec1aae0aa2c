import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { diagnoseIncident, exportInvestigation, investigateIncident } from "@/lib/diagnosis";
import { closeDatabase } from "@/lib/platform/db";
import { startClaude, use } from "@/test/claude";
import { openNow } from "@/test/open-now";
import { newOrganization } from "@/test/organization";
import { main } from "./main";
import type { Block } from "./messages-api";

const home = mkdtempSync(join(tmpdir(), "nightshift-replay-"));
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await closeDatabase();
});

const answers: Block[][] = [
  [
    use("state_hypothesis", {
      ...{ id: "A", component: "Checkout", fault: "other.bad_deploy", statement: "A deploy broke it." },
      test: "Earlier incidents after deploys.",
    }),
    use("past_incidents", { why: "To see whether it happened before." }),
  ],
  [
    use("judge_hypothesis", {
      id: "A",
      verdict: "likely",
      confidence: 0.7,
      because: "Nothing else changed.",
      evidence: [1],
    }),
  ],
  [
    use("conclude", {
      ...{ outcome: "cause_found", summary: [{ text: "A deploy broke it.", evidence: [1] }] },
      root_cause: { hypothesis: "A", confidence: 0.7 },
    }),
  ],
];

test("an investigation is exported, and plays again without the systems and without a key", async () => {
  const api = await startClaude((_, count) => ({ content: answers[count] ?? [] }));
  const { owner, system, viewer } = await newOrganization();
  const { incidentId } = await openNow(system, {
    ...{ serviceId: null, serviceName: "checkout", affectedSystem: "checkout", cause: "x", source: "generic" },
    ...{ title: "Checkout fails", description: "password=hunter2hunter2", severity: "high" as const },
    ...{ errorLogs: [], metricsSnapshot: {}, health: null },
  });
  await diagnoseIncident(owner, { incidentId, engine: "rules" });
  expect(await investigateIncident(system, incidentId)).toBe("completed");
  await api.close();
  await expect(exportInvestigation(viewer, incidentId)).rejects.toMatchObject({ code: "forbidden" });
  const transcript = await exportInvestigation(owner, incidentId);
  expect(JSON.stringify(transcript)).not.toContain("hunter2");

  const file = join(home, "transcript.json");
  writeFileSync(file, JSON.stringify({ success: true, data: transcript }));
  const said: string[] = [];
  expect(await main(["--replay", file], (line) => said.push(line))).toBe(0);
  const story = said.join("\n");
  expect(story).toMatch(
    /supposes A deploy broke it\.\n.*looks +past_incidents: To see whether it happened before\. \[\d+\]\n.*judges/,
  );
  expect(story).toContain("As then: other.bad_deploy");

  const cut = { ...transcript, answers: transcript.answers.slice(0, 1) };
  writeFileSync(file, JSON.stringify(cut));
  const told: string[] = [];
  expect(await main(["--replay", file], (line) => told.push(line))).toBe(1);
  expect(told.at(-1)).toMatch(/the file ends before the investigation does \(answers in it: 1\)\. It is damaged/);

  writeFileSync(file, "{}");
  expect(await main(["--replay", file], () => {})).toBe(2);
  expect(await main([], () => {})).toBe(2);
});
