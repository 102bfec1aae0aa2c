"use client"; // Holds what is under way and what was refused.

import { useCallback, useRef, useState } from "react";
import { wordsOf } from "./request";

/**
 * Runs one piece of work at a time for a group of buttons: `pending` names the one under way, `refusal` keeps the server's words until
 * the next try. `run` resolves to whether it went well.
 */
export function useAction<Name extends string>() {
  const [pending, setPending] = useState<Name | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const busy = useRef(false);

  const run = useCallback(async (name: Name, work: () => Promise<unknown>): Promise<boolean> => {
    if (busy.current) return false;
    busy.current = true;
    setPending(name);
    setRefusal(null);
    try {
      await work();
      return true;
    } catch (error) {
      setRefusal(wordsOf(error));
      return false;
    } finally {
      busy.current = false;
      setPending(null);
    }
  }, []);

  return { pending, refusal, run, clear: useCallback(() => setRefusal(null), []) };
}
