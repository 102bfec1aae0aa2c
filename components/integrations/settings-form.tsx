import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CheckIcon } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { WrongFields } from "@/components/ui/wrong-fields";
import type { useSave } from "./use-save";

type Props = {
  title: string;
  about: ReactNode;
  saving: ReturnType<typeof useSave>;
  onSave: (fields: FormData) => void;
  children: ReactNode;
};

/** One part of the settings: what it is for, its fields, and how saving went. */
export function SettingsForm({ title, about, saving, onSave, children }: Props) {
  const { busy, refusal, issues, isSaved, isOvertaken, touch } = saving;
  return (
    <Card title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave(new FormData(event.currentTarget));
        }}
        onChange={touch}
        className="flex flex-col gap-4"
      >
        <p className="text-sm text-muted">{about}</p>
        <WrongFields issues={issues}>{children}</WrongFields>
        {isOvertaken && (
          <Notice tone="warn" title="Somebody else has changed this meanwhile.">
            Saving replaces it with what stands here. Open the page anew to see what it is now.
          </Notice>
        )}
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        <div className="flex items-center gap-3">
          <Button type="submit" busy={busy}>
            Save
            <span className="sr-only"> {title}</span>
          </Button>
          <span role="status" className="text-sm text-ok">
            {isSaved && (
              <span className="inline-flex items-center gap-1">
                <CheckIcon className="size-3.5" />
                Saved; it counts within two seconds
              </span>
            )}
          </span>
        </div>
      </form>
    </Card>
  );
}
