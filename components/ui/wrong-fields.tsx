"use client"; // After a refusal, the first wrong field gets the focus.

import { createContext, type ReactNode, useContext, useEffect, useRef } from "react";
import type { Issue } from "@/components/api/request";

const Wrong = createContext<readonly Issue[]>([]);

/** Around the fields of a form: those that the server refused are marked, each with the server's words. */
export function WrongFields({ issues, children }: { issues: readonly Issue[]; children: ReactNode }) {
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (issues.length > 0) fields.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [issues]);
  return (
    <Wrong value={issues}>
      <div ref={fields} className="contents">
        {children}
      </div>
    </Wrong>
  );
}

/** What is wrong with the field of this name, by the last part of the place that the server names: `mapping.title` is the field `title`. */
export function wrongIn(issues: readonly Issue[], name: string | undefined): string | null {
  if (!name) return null;
  return issues.find(({ path }) => path === name || path.endsWith(`.${name}`))?.message ?? null;
}

export const useWrong = (name: string | undefined): string | null => wrongIn(useContext(Wrong), name);
