"use client"; // Holds a secret between the dialog that made it and the page that shows it, and nowhere else.

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import type { NewSecret } from "@/lib/integrations/contract";

type Shown = {
  /** Newest first. Each is shown once, so it stays until it is put away, whatever is made after it. */
  made: readonly NewSecret[];
  show: (made: NewSecret) => void;
  putAway: (made: NewSecret) => void;
};

const Current = createContext<Shown | null>(null);

/** In memory alone: a reload forgets it, and so does whoever leaves the integrations. */
export function SecretsShown({ children }: { children: ReactNode }) {
  const [made, setMade] = useState<readonly NewSecret[]>([]);
  const show = useCallback((next: NewSecret) => setMade((before) => [next, ...before]), []);
  const putAway = useCallback((one: NewSecret) => setMade((before) => before.filter((other) => other !== one)), []);
  const shown = useMemo(() => ({ made, show, putAway }), [made, show, putAway]);
  return <Current value={shown}>{children}</Current>;
}

export function useSecretsShown(): Shown {
  const shown = useContext(Current);
  if (!shown) throw new Error("This part of the page needs SecretsShown around it");
  return shown;
}
