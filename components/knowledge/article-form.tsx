"use client"; // Holds what is being written.

import type { FormEvent, ReactNode } from "react";
import type { Issue } from "@/components/api/request";
import { Button } from "@/components/ui/button";
import { AreaField, Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { mayLeave } from "@/components/ui/unsaved";
import { useWritten } from "@/components/ui/use-unsaved";
import { WrongFields } from "@/components/ui/wrong-fields";
import type { ArticleView } from "@/lib/knowledge/contract";
import { KnownField } from "./known-field";

export type ArticleFields = {
  title: string;
  body: string;
  tags: string[];
  fault: string | null;
  service_name: string | null;
};

/** What names there are to choose from. */
export type Known = { services: string[]; faults: string[] };

type Props = {
  /** What is changed; null for a new one. */
  article: ArticleView | null;
  known: Known;
  busy: boolean;
  refusal: string | null;
  issues: readonly Issue[];
  /** What to know before it is saved, and what saving means then. */
  warning?: ReactNode;
  submit: string;
  onSave: (fields: ArticleFields) => void;
  onCancel: () => void;
};

export function ArticleForm({ article, known, busy, refusal, issues, warning, submit, onSave, onCancel }: Props) {
  const { isWritten, onInput } = useWritten();
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSave(fieldsOf(event.currentTarget));
  };
  const cancel = () => {
    if (mayLeave(isWritten)) onCancel();
  };
  return (
    <form onSubmit={save} onInput={onInput} className="flex flex-col gap-4">
      <WrongFields issues={issues}>
        <Field
          label="Title"
          name="title"
          // Who has asked to change it goes on from here, with the keyboard too.
          autoFocus={article !== null}
          required
          limit={200}
          autoComplete="off"
          defaultValue={article?.title}
          placeholder="When the cache of checkout is full"
        />
        <AreaField
          label="Text"
          name="body"
          rows={14}
          required
          limit={20_000}
          defaultValue={article?.body}
          className="leading-relaxed"
          note="Shown as it is written: markup stays text. Secrets are taken out."
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <KnownField
            label="Service"
            name="service_name"
            limit={63}
            known={known.services}
            defaultValue={article?.service_name ?? ""}
            note="Shown with every incident of it."
            unknown="No service of this name is watched: it shows with incidents of such a name only."
          />
          <KnownField
            label="Fault"
            name="fault"
            limit={100}
            known={known.faults}
            defaultValue={article?.fault ?? ""}
            placeholder="redis.memory_exhausted"
            note="As a diagnosis names it. Shown where it is found."
            unknown="The rules find no fault of this name. Choose one of the list, or it may never show."
          />
        </div>
        <Field
          label="Tags"
          name="tags"
          autoComplete="off"
          defaultValue={article?.tags.join(", ")}
          placeholder="cache, import"
          note="At most ten, with commas or spaces between."
        />
      </WrongFields>
      {warning}
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" busy={busy}>
          {submit}
        </Button>
        <Button tone="quiet" onClick={cancel}>
          Never mind
        </Button>
      </div>
    </form>
  );
}

function fieldsOf(form: HTMLFormElement): ArticleFields {
  const fields = new FormData(form);
  const text = (name: string) => String(fields.get(name) ?? "").trim();
  return {
    title: text("title"),
    body: text("body"),
    tags: text("tags")
      .split(/[\s,]+/)
      .filter((tag) => tag !== ""),
    fault: text("fault") || null,
    service_name: text("service_name") || null,
  };
}
