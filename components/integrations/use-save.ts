"use client"; // Saves one part of the settings.

import { useState } from "react";
import type { z } from "zod";
import { useAction } from "@/components/api/use-action";
import { useUnsaved } from "@/components/ui/use-unsaved";
import type { ChangeIntegration, IntegrationDetail } from "@/lib/integrations/contract";
import { useIntegration } from "./use-integration";

/**
 * `isSaved` until something is written again: call `touch` then. Whoever leaves what was written is asked first. `partOf` is what of the
 * integration this form sends whole: `isOvertaken` says that somebody else has changed that since it was read here.
 */
export function useSave(partOf: (integration: IntegrationDetail) => unknown) {
  const { integration, change } = useIntegration();
  const { pending, refusal, issues, run } = useAction<"save">();
  const [read, setRead] = useState(() => JSON.stringify(partOf(integration)));
  // How often something was written, and how often it had been when that was saved.
  const [touches, setTouches] = useState(0);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  useUnsaved(touches !== (savedAt ?? 0));
  const save = async (changes: z.input<typeof ChangeIntegration>): Promise<boolean> => {
    const isDone = await run("save", async () => setRead(JSON.stringify(partOf(await change(changes)))));
    if (isDone) setSavedAt(touches);
    return isDone;
  };
  return {
    save,
    busy: pending !== null,
    refusal,
    issues,
    isSaved: savedAt === touches && pending === null && refusal === null,
    isOvertaken: pending === null && JSON.stringify(partOf(integration)) !== read,
    touch: () => setTouches((before) => before + 1),
  };
}
