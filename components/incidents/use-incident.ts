"use client"; // Keeps everything about one incident as live as the connection allows.

import { useCallback, useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import type { IncidentAlerts } from "@/lib/alerts/contract";
import type { DiagnosisView } from "@/lib/diagnosis/contract";
import type { IncidentView, TimelineEntryView } from "@/lib/incidents/contract";
import type { RelevantArticle } from "@/lib/knowledge/contract";
import type { WordBackView } from "@/lib/outbound/contract";
import type { ExecutionView, ProposalView } from "@/lib/remediation/contract";

export type IncidentState = {
  incident: IncidentView;
  timeline: TimelineEntryView[];
  /** Newest first, like `executions`. */
  proposals: ProposalView[];
  executions: ExecutionView[];
  /** What came in about it, and what was said back. */
  alerts: IncidentAlerts;
  words: WordBackView[];
  /** What people have written down that may help. */
  articles: RelevantArticle[];
};

const newestFirst = <T extends { id: string }>(items: T[], time: (item: T) => string) =>
  items.toSorted((a, b) => time(b).localeCompare(time(a)) || b.id.localeCompare(a.id));

/** The proposals with this one added or replaced. */
export const withProposal = (proposals: ProposalView[], proposal: ProposalView): ProposalView[] =>
  newestFirst([...proposals.filter(({ id }) => id !== proposal.id), proposal], ({ created_at }) => created_at);

/** The executions with this one added or replaced. One that has not started yet is the newest there is. */
export const withExecution = (executions: ExecutionView[], execution: ExecutionView): ExecutionView[] =>
  newestFirst(
    [...executions.filter(({ id }) => id !== execution.id), execution],
    ({ started_at }) => started_at ?? "~",
  );

export function useIncident(initial: IncidentState) {
  const [state, setState] = useState(initial);
  const { id } = initial.incident;

  const refresh = useRefresh(async (signal) => {
    const [incident, timeline, proposals, executions, alerts, words, articles] = await Promise.all([
      get<IncidentView>(`/incidents/${id}`, signal),
      get<TimelineEntryView[]>(`/incidents/${id}/timeline`, signal),
      get<ProposalView[]>(`/incidents/${id}/proposals`, signal),
      get<ExecutionView[]>(`/incidents/${id}/executions`, signal),
      get<IncidentAlerts>(`/incidents/${id}/alerts`, signal),
      get<WordBackView[]>(`/incidents/${id}/word-backs`, signal),
      get<RelevantArticle[]>(`/incidents/${id}/articles`, signal),
    ]);
    setState({ incident, timeline, proposals, executions, alerts, words, articles });
  });

  useLiveEvent("incident:changed", (summary) => {
    if (summary.id !== id) return;
    setState((before) => ({ ...before, incident: { ...before.incident, ...summary } }));
    refresh();
  });
  const refreshDiagnosis = useRefresh(async (signal) => {
    const diagnosis = await get<DiagnosisView | null>(`/incidents/${id}/diagnosis`, signal);
    setState((before) => ({ ...before, incident: { ...before.incident, diagnosis } }));
  });
  useLiveEvent("diagnosis:changed", ({ incident_id }) => {
    if (incident_id === id) refreshDiagnosis();
  });
  const putProposal = useCallback((proposal: ProposalView) => {
    setState((before) => ({ ...before, proposals: withProposal(before.proposals, proposal) }));
  }, []);
  useLiveEvent("proposal:changed", (proposal) => {
    if (proposal.incident_id !== id) return;
    putProposal(proposal);
    refresh();
  });
  const putExecution = useCallback((execution: ExecutionView) => {
    setState((before) => ({ ...before, executions: withExecution(before.executions, execution) }));
  }, []);

  return { ...state, refresh, putProposal, putExecution };
}
