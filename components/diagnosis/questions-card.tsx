"use client"; // Takes questions and shows the answers as they come.

import { useState } from "react";
import { get, post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { TextForm } from "@/components/ui/text-form";
import type { QuestionView } from "@/lib/diagnosis/contract";
import type { Page } from "@/lib/platform/contract";
import { Question } from "./question";

type Props = {
  incidentId: string;
  initial: Page<QuestionView>;
  /** Why nobody can answer now, or null. */
  whyNot: string | null;
};

const MORE = 20;
const MOST = 100;

/** What people ask about an incident, and what Claude answers from what can be seen. */
export function QuestionsCard({ incidentId, initial, whyNot }: Props) {
  const [questions, setQuestions] = useState(initial);
  const [size, setSize] = useState(initial.page_size);
  const role = useRoleReason("respond");
  const { pending, refusal, run } = useAction<"ask" | "more">();
  const read = async (pageSize: number, signal?: AbortSignal) => {
    setQuestions(await get<Page<QuestionView>>(`/incidents/${incidentId}/questions?page_size=${pageSize}`, signal));
  };
  const refresh = useRefresh((signal) => read(size, signal));
  useLiveEvent("diagnosis:changed", ({ incident_id }) => {
    if (incident_id === incidentId) refresh();
  });
  const showMore = () =>
    run("more", async () => {
      const next = Math.min(size + MORE, MOST);
      await read(next);
      setSize(next);
    });
  return (
    <Card
      title="Questions"
      id="questions"
      note={questions.total > 0 && `${questions.total.toLocaleString("en")} asked`}
    >
      <div className="flex flex-col gap-4">
        <TextForm
          label="Ask about this incident"
          placeholder="Did the restart help? Was memory this high yesterday?"
          submit="Ask Claude"
          tone="plain"
          limit={1_000}
          reason={role ?? whyNot}
          busy={pending === "ask"}
          onSubmit={async (question) => {
            const isDone = await run("ask", () => post(`/incidents/${incidentId}/questions`, { question }));
            refresh();
            return isDone;
          }}
        />
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        {questions.items.length > 0 && (
          <ol className="flex flex-col divide-y divide-line">
            {questions.items.map((question) => (
              <li key={question.id} className="py-3 first:pt-0 last:pb-0">
                <Question question={question} onChange={refresh} />
              </li>
            ))}
          </ol>
        )}
        {questions.has_next && size < MOST && (
          <div>
            <Button small busy={pending === "more"} onClick={showMore}>
              Show earlier questions
            </Button>
          </div>
        )}
        {questions.has_next && size >= MOST && (
          <p className="text-sm text-muted">
            The {MOST} newest of {questions.total.toLocaleString("en")} questions are shown here; the API has all of
            them, at /api/v1/incidents/{incidentId}/questions.
          </p>
        )}
      </div>
    </Card>
  );
}
