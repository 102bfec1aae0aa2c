"use client"; // Shows a run as it happens.

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { executionWords, silentWords } from "@/components/remediation/state-words";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { Since } from "@/components/ui/time";
import { canCancel, type ExecutionView, isFinal } from "@/lib/remediation/contract";
import { CancelExecution } from "./cancel-execution";
import { Outcome } from "./outcome";
import { PhaseRail, phaseWords, railOf } from "./phase-rail";
import { TerminalLines } from "./terminal-lines";
import { useTerminal } from "./use-terminal";

// A region that scrolls must be reachable to be scrolled by keyboard; Safari does not make it so by itself.
const REACHABLE = 0;

type Props = {
  execution: ExecutionView;
  title: string;
  /** Called when the run says something new about itself. */
  onExecution?: (execution: ExecutionView) => void;
};

export function LiveTerminal({ execution: known, title, onExecution }: Props) {
  const store = useTerminal(known.id);
  const viewport = useRef<HTMLDivElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  const [isWrapped, setWrapped] = useState(false);
  // On a phone a line that runs out of sight is not read.
  useEffect(() => setWrapped(matchMedia("(max-width: 47.9rem)").matches), []);
  const execution = newer(known, store.execution);
  const { word, tone } = execution.worker_silent ? silentWords : executionWords[execution.state];
  const current = railOf(store.phases).findLast(({ status }) => status !== "pending");

  const tell = useEffectEvent(() => onExecution?.(execution));
  // Told when one of these changes, not at every frame of output.
  const news = [execution.state, execution.phase, execution.finished_at, execution.worker_silent].join(" ");
  const told = useRef(news);
  useEffect(() => {
    if (told.current === news) return;
    told.current = news;
    tell();
  }, [news]);

  const jump = useCallback(() => setFollowing(true), []);
  return (
    <Card
      title={title}
      id={`execution-${execution.id}`}
      className={isFinal(execution.state) ? "" : "ring-2 ring-accent/60"}
      note={
        <span className="inline-flex flex-wrap items-center gap-x-2">
          <Badge tone={tone}>{word}</Badge>
          approved by {execution.approved_by}
          {execution.started_at && (
            <Since at={execution.started_at} until={execution.finished_at} className="font-medium text-ink" />
          )}
        </span>
      }
      actions={canCancel(execution.state) && <CancelExecution execution={execution} />}
    >
      <div className="flex flex-col gap-3">
        <PhaseRail phases={store.phases} />
        <p className="sr-only" aria-live="polite">
          {current && `${phaseWords[current.phase]}. ${isFinal(execution.state) ? (execution.outcome ?? word) : ""}`}
        </p>
        <div className="overflow-hidden rounded-lg border border-term-line bg-term-bg text-term-ink">
          <div className="flex items-center gap-1 border-b border-term-line px-2 py-1 text-xs text-term-muted">
            <span className="mr-auto pl-1">
              {store.lines.length.toLocaleString("en")} {store.lines.length === 1 ? "line" : "lines"}
            </span>
            {!isFollowing && (
              <button
                type="button"
                onClick={jump}
                className="min-h-8 rounded-md px-2 font-medium text-term-command hover:bg-term-line"
              >
                Jump to end ↓
              </button>
            )}
            <button
              type="button"
              aria-pressed={isWrapped}
              onClick={() => setWrapped(!isWrapped)}
              className={`min-h-8 rounded-md px-2 hover:bg-term-line ${isWrapped ? "bg-term-line text-term-ink" : ""}`}
            >
              Wrap lines
            </button>
            <CopyButton
              text={() => store.text()}
              label="Copy all output"
              className="text-term-muted! hover:bg-term-line! hover:text-term-ink!"
            />
          </div>
          <section
            ref={viewport}
            aria-label="Output of the run"
            tabIndex={REACHABLE}
            className={`overflow-auto py-2 font-mono text-[12.5px] ${
              // Room to grow while it runs; what has ended takes what it needs.
              isFinal(execution.state) ? "max-h-80 min-h-24 md:max-h-96" : "h-80 md:h-96"
            }`}
          >
            {store.lines.length === 0 && <p className="px-3 text-term-muted">{emptyWords(execution.state)}</p>}
            <TerminalLines
              store={store}
              isWrapped={isWrapped}
              viewport={viewport}
              isFollowing={isFollowing}
              onFollowing={setFollowing}
            />
          </section>
        </div>
        {store.problem && <Notice tone="bad">{store.problem}</Notice>}
        <Outcome execution={execution} />
      </div>
    </Card>
  );
}

/** Of what the page knows and what the run said: the one that is further on. */
function newer(page: ExecutionView, run: ExecutionView | null): ExecutionView {
  if (!run) return page;
  return isFinal(page.state) && !isFinal(run.state) ? page : run;
}

const emptyWords = (state: ExecutionView["state"]): string => {
  if (isFinal(state)) return "There was no output.";
  return state === "queued" ? "Waiting for a worker…" : "Waiting for the first line…";
};
