"use client"; // Holds what is being written.

import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Notice } from "@/components/ui/notice";
import { TextForm } from "@/components/ui/text-form";

export function NoteForm({ incidentId, onChange }: { incidentId: string; onChange: () => void }) {
  const role = useRoleReason("respond");
  const { pending, refusal, run } = useAction<"note">();
  return (
    <div className="flex flex-col gap-2">
      <TextForm
        label="Add a note"
        placeholder="What you saw, tried or decided"
        submit="Add note"
        tone="plain"
        limit={10_000}
        reason={role}
        busy={pending === "note"}
        onSubmit={async (text) => {
          const isDone = await run("note", () => post(`/incidents/${incidentId}/notes`, { text }));
          onChange();
          return isDone;
        }}
      />
      {refusal && <Notice tone="bad">{refusal}</Notice>}
    </div>
  );
}
