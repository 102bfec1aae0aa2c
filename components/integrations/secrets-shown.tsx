"use client"; // Holds a secret between the dialog that made it and the page that shows it, and nowhere else.

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import type { NewSecret } from "@/lib/integrations/contract";

type Shown = { made: NewSecret | null; show: (made: NewSecret) => void; putAway: () => void };

const Current = createContext<Shown | null>(null);

/** In memory alone: a reload forgets it, and so does whoever leaves the integrations. */
export function SecretsShown({ children }: { children: ReactNode }) {
  const [made, setMade] = useState<NewSecret | null>(null);
  const putAway = useCallback(() => setMade(null), []);
  const shown = useMemo(() => ({ made, show: setMade, putAway }), [made, putAway]);
  return <Current value={shown}>{children}</Current>;
}

export function useSecretsShown(): Shown {
  const shown = useContext(Current);
  if (!shown) throw new Error("This part of the page needs SecretsShown around it");
  return shown;
}
