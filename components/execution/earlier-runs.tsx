"use client"; // Replays a run when it is opened, and not before.

import { useState } from "react";
import { executionWords } from "@/components/remediation/state-words";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Ago } from "@/components/ui/time";
import type { ExecutionView } from "@/lib/remediation/contract";
import { LiveTerminal } from "./live-terminal";

type Props = { executions: ExecutionView[]; titleOf: (execution: ExecutionView) => string };

export function EarlierRuns({ executions, titleOf }: Props) {
  const [openId, setOpenId] = useState<string | null>(null);
  if (executions.length === 0) return null;
  return (
    <section aria-label="Earlier runs" className="rounded-xl border border-line bg-surface px-4 py-3">
      <h2 className="text-sm font-semibold">Earlier runs</h2>
      <ul className="mt-1 divide-y divide-line">
        {executions.map((execution) => {
          const { tone, word } = executionWords[execution.state];
          const isOpen = openId === execution.id;
          return (
            <li key={execution.id} className="py-2">
              <div className="flex flex-wrap items-center gap-2 text-sm">
                <span className="font-medium">{titleOf(execution)}</span>
                <Badge tone={tone}>{word}</Badge>
                {execution.started_at && <Ago at={execution.started_at} className="text-xs text-muted" />}
                <Button
                  small
                  tone="quiet"
                  className="ml-auto"
                  aria-expanded={isOpen}
                  onClick={() => setOpenId(isOpen ? null : execution.id)}
                >
                  {isOpen ? "Close" : "Replay"}
                </Button>
              </div>
              {isOpen && <LiveTerminal execution={execution} title={titleOf(execution)} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
