"use client"; // Takes the next step.

import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { patch, post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason, useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextForm } from "@/components/ui/text-form";
import { Told } from "@/components/ui/told";
import { canIncident, type IncidentView } from "@/lib/incidents/contract";
import type { ProposalView } from "@/lib/remediation/contract";
import { jumpTo } from "./jump-to";
import type { NextStep } from "./next-step";

type Props = {
  incident: IncidentView;
  step: NextStep;
  onChange: () => void;
  onProposal: (proposal: ProposalView) => void;
};

/** The one clear next step, and the few things that can always be done. On a phone it stays within the thumb's reach. */
export function ActionBar({ incident, step, onChange, onProposal }: Props) {
  const viewer = useViewer();
  const respond = useRoleReason("respond");
  const { pending, refusal, isUnanswered, run, clear } = useAction<
    "acknowledge" | "resolve" | "reopen" | "propose" | "assign"
  >();
  // Made anew each time: an answer that comes late closes only the dialog that it was asked in.
  const [asking, setAsking] = useState<{ what: "resolve" | "reopen" } | null>(null);
  // What changes it answers: that nothing did is over, while a refusal may be about this very change.
  const onNews = useEffectEvent(() => isUnanswered && clear());
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that matters
  useEffect(() => void onNews(), [incident.status]);
  const path = `/incidents/${incident.id}`;
  const act = async (name: "acknowledge" | "resolve" | "reopen" | "assign", work: () => Promise<unknown>) => {
    const isDone = await run(name, work);
    onChange();
    return isDone;
  };
  const propose = () =>
    run("propose", async () => {
      onProposal(await post<ProposalView>(`${path}/propose-fix`));
      onChange();
      requestAnimationFrame(() => jumpTo("proposal"));
    });
  const ask = (what: "resolve" | "reopen") => () => {
    clear();
    setAsking({ what });
  };
  const answered = () => setAsking((now) => (now === asking ? null : now));

  const fix = (
    <Button tone="primary" reason={respond} busy={pending === "propose"} onClick={propose}>
      {pending === "propose" ? "Measuring…" : "Get AI Agent Fix"}
    </Button>
  );
  const main: Record<NextStep["kind"], ReactNode> = {
    propose: fix,
    handle: incident.service_name === null ? null : fix,
    person: null,
    decide: (
      <Button tone="primary" onClick={() => jumpTo("proposal")}>
        Read the proposal
      </Button>
    ),
    watch: (
      <Button tone="primary" onClick={() => jumpTo("run")}>
        Watch it
      </Button>
    ),
    wait: null,
    done: null,
  };

  return (
    <section
      aria-label="Next step"
      className="max-md:fixed max-md:inset-x-0 max-md:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] max-md:z-10 max-md:border-t md:rounded-xl md:border border-line bg-surface px-4 py-3 max-md:py-2 md:border-l-4 md:border-l-accent"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2.5">
        <div className={`min-w-0 flex-1 md:basis-80 ${step.kind === "done" ? "" : "max-md:basis-full"}`} role="status">
          <p className="font-semibold max-md:text-sm">{step.title}</p>
          <p className="line-clamp-3 text-sm text-muted wrap-anywhere max-md:hidden">
            <Told text={step.text} />
          </p>
        </div>
        <div
          className={`flex gap-1.5 md:gap-2 ${step.kind === "done" ? "" : "max-md:flex-1 max-md:[&>:first-child]:flex-1"} max-md:[&_button]:min-h-11 max-md:[&_button]:px-2 max-md:[&_button]:text-[0.8125rem] max-md:[&>:first-child>button]:w-full`}
        >
          {main[step.kind]}
          {canIncident("acknowledge", incident.status) && (
            <Button
              reason={respond}
              busy={pending === "acknowledge"}
              onClick={() => act("acknowledge", () => post(`${path}/acknowledge`))}
            >
              Acknowledge
            </Button>
          )}
          {incident.status !== "resolved" && incident.assignee?.id !== viewer.id && (
            <Button
              tone={main[step.kind] ? "quiet" : "plain"}
              // A phone has room for three; whoever acknowledges comes to this next.
              className={main[step.kind] && canIncident("acknowledge", incident.status) ? "max-md:hidden" : ""}
              reason={respond}
              busy={pending === "assign"}
              onClick={() => act("assign", () => patch(path, { assignee: viewer.id }))}
            >
              Assign to me
            </Button>
          )}
          {canIncident("resolve", incident.status) && (
            <Button tone={main[step.kind] ? "quiet" : "plain"} reason={respond} onClick={ask("resolve")}>
              Resolve…
            </Button>
          )}
          {canIncident("reopen", incident.status) && (
            <Button reason={respond} onClick={ask("reopen")}>
              Reopen…
            </Button>
          )}
        </div>
      </div>
      {refusal && asking === null && (
        <div className="mt-3">
          <Notice tone="bad">{refusal}</Notice>
        </div>
      )}
      <Dialog
        title={asking?.what === "reopen" ? "Reopen this incident" : "Resolve by hand"}
        open={asking !== null}
        onClose={() => setAsking(null)}
      >
        <div className="mt-3 flex flex-col gap-3">
          {refusal && <Notice tone="bad">{refusal}</Notice>}
          {asking?.what === "reopen" ? (
            <TextForm
              label="Why?"
              submit="Reopen"
              limit={2_000}
              busy={pending === "reopen"}
              onSubmit={async (reason) => {
                const isDone = await act("reopen", () => post(`${path}/reopen`, { reason }));
                if (isDone) answered();
                return isDone;
              }}
              onCancel={() => setAsking(null)}
            />
          ) : (
            <TextForm
              label="What was done?"
              placeholder="It becomes the resolution, for whoever meets this again."
              submit="Resolve"
              limit={2_000}
              busy={pending === "resolve"}
              onSubmit={async (resolution) => {
                const isDone = await act("resolve", () => post(`${path}/resolve`, { resolution }));
                if (isDone) answered();
                return isDone;
              }}
              onCancel={() => setAsking(null)}
            />
          )}
        </div>
      </Dialog>
    </section>
  );
}
