"use client"; // Saves one part of the settings.

import { useState } from "react";
import type { z } from "zod";
import { useAction } from "@/components/api/use-action";
import type { ChangeIntegration } from "@/lib/integrations/contract";
import { useIntegration } from "./use-integration";

/** `isSaved` until something is written again: call `touch` then. */
export function useSave() {
  const { change } = useIntegration();
  const { pending, refusal, issues, run } = useAction<"save">();
  const [isSaved, setSaved] = useState(false);
  const save = async (changes: z.input<typeof ChangeIntegration>): Promise<boolean> => {
    setSaved(false);
    const isDone = await run("save", () => change(changes));
    setSaved(isDone);
    return isDone;
  };
  return { save, busy: pending !== null, refusal, issues, isSaved, touch: () => setSaved(false) };
}
