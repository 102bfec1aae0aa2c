"use client"; // Tests, compares, pauses, and says how that went.

import Link from "next/link";
import { useState } from "react";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { SyncReport, TestReport } from "@/lib/outbound/contract";
import { pathOf } from "./paths";
import { syncWords } from "./sync-words";
import { TestResult } from "./test-result";
import { useIntegration } from "./use-integration";

/** What can be done with an integration at once. Who may do none of it sees nothing here but why. */
export function IntegrationActions() {
  const { integration, change, refresh } = useIntegration();
  const [tested, setTested] = useState<TestReport | null>(null);
  const [synced, setSynced] = useState<SyncReport | null>(null);
  const { pending, refusal, run } = useAction<"test" | "sync" | "pause">();
  const cannotConfigure = useRoleReason("configure");
  const cannotRespond = useRoleReason("respond");
  const { name, source, is_paused: isPaused, has_api_token: hasToken } = integration;
  const forget = () => {
    setTested(null);
    setSynced(null);
  };
  const test = () =>
    run("test", async () => {
      forget();
      setTested(await post<TestReport>(`${pathOf(name)}/test`));
      refresh();
    });
  const sync = () =>
    run("sync", async () => {
      forget();
      setSynced(await post<SyncReport>(`${pathOf(name)}/sync`));
      refresh();
    });
  const pause = () =>
    run("pause", async () => {
      forget();
      await change({ is_paused: !isPaused });
    });
  if (cannotRespond) return <p className="text-sm text-muted">{cannotRespond}: testing and changing are for others.</p>;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {source !== "heartbeat" && (
          <Button busy={pending === "test"} reason={isPaused ? "It is paused: resume it first" : null} onClick={test}>
            Send a test alert
          </Button>
        )}
        {source === "pagerduty" && (
          <Button
            busy={pending === "sync"}
            reason={hasToken ? null : "It needs a REST API key of PagerDuty, under Settings"}
            onClick={sync}
          >
            Compare with PagerDuty
          </Button>
        )}
        {!cannotConfigure && (
          <Button busy={pending === "pause"} onClick={pause}>
            {isPaused ? "Resume" : "Pause"}
          </Button>
        )}
        {!cannotConfigure && integration.state === "waiting" && (
          <Link href={`${pathOf(name)}/set-up`} className="px-1 text-sm font-medium text-accent underline">
            How to set up {integration.title}
          </Link>
        )}
      </div>
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      {tested && <TestResult report={tested} />}
      {synced && <Notice tone="ok">{syncWords(synced)}</Notice>}
    </div>
  );
}
