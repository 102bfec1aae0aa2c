"use client"; // Holds what is under way and what was refused.

import { useCallback, useRef, useState } from "react";
import { ApiError, type Issue, issuesOf, wordsOf } from "./request";

// Always the same, so that nothing looks changed.
const NONE: readonly Issue[] = [];

/**
 * Runs one piece of work at a time for a group of buttons: `pending` names the one under way, `refusal` keeps the server's words until
 * the next try, `issues` the fields that it names, and `isUnanswered` says that the refusal is that nothing answered. `run` resolves to
 * whether it went well.
 */
export function useAction<Name extends string>() {
  const [pending, setPending] = useState<Name | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [issues, setIssues] = useState<readonly Issue[]>(NONE);
  const [isUnanswered, setUnanswered] = useState(false);
  const busy = useRef(false);

  const run = useCallback(async (name: Name, work: () => Promise<unknown>): Promise<boolean> => {
    if (busy.current) return false;
    busy.current = true;
    setPending(name);
    setRefusal(null);
    setIssues(NONE);
    try {
      await work();
      return true;
    } catch (error) {
      setRefusal(wordsOf(error));
      setIssues(issuesOf(error));
      setUnanswered(error instanceof ApiError && error.status === 0);
      return false;
    } finally {
      busy.current = false;
      setPending(null);
    }
  }, []);

  const clear = useCallback(() => {
    setRefusal(null);
    setIssues(NONE);
  }, []);

  return { pending, refusal, isUnanswered, issues, run, clear };
}
