"use client"; // Saves the name.

import { type FormEvent, useState } from "react";
import { patch } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useWritten } from "@/components/ui/use-unsaved";

export function NameForm({ name }: { name: string }) {
  const { pending, refusal, run } = useAction<"save">();
  const [isSaved, setIsSaved] = useState(false);
  const { onInput, settle } = useWritten();
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get("name") ?? "");
    setIsSaved(false);
    void run("save", () => patch("/settings/profile", { name: text })).then((isDone) => {
      setIsSaved(isDone);
      if (isDone) settle();
    });
  };
  return (
    <Card title="Name" note="What others see beside what you do">
      <form onSubmit={save} onInput={onInput} className="flex flex-col gap-3">
        <div className="flex flex-wrap items-end gap-3">
          <Field
            label="Your name"
            name="name"
            required
            limit={100}
            autoComplete="name"
            defaultValue={name}
            className="min-w-0 flex-1 basis-56"
          />
          <Button type="submit" busy={pending === "save"} className="min-h-11">
            Save
          </Button>
        </div>
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        {isSaved && <Notice tone="ok">Saved.</Notice>}
      </form>
    </Card>
  );
}
