import type { ReactNode } from "react";
import { Notice } from "./notice";
import { Ago } from "./time";

type Props = {
  by: string | null;
  at: string;
  /** What it says now, where that is not what was read: a word and a value each. */
  says: readonly { word: string; now: ReactNode }[];
};

/** That somebody else has changed what is being changed here, for whoever was about to save. Nothing that was written is touched. */
export function Overtaken({ by, at, says }: Props) {
  return (
    <Notice tone="warn" title="It is not saved yet.">
      {by ?? "Somebody"} has changed this <Ago at={at} />, after you began. What you have written is still here. Saving
      changes only what you changed yourself; the rest stays as it is now.
      {says.length > 0 && (
        <span className="mt-1.5 block">
          {says.map(({ word, now }) => (
            <span key={word} className="block">
              {word} is now: <strong className="font-medium">{now}</strong>
            </span>
          ))}
        </span>
      )}
    </Notice>
  );
}
