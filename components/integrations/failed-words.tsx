"use client"; // The list is live, and what failed can be tried again.

import { useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { WordBackList } from "@/components/outbound/word-back-list";
import { Card } from "@/components/ui/card";
import type { WordBackView } from "@/lib/outbound/contract";
import { pathOf } from "./paths";
import { useIntegration } from "./use-integration";
import { INTEGRATION_GAP_MS } from "./use-integrations";

/** What could not be said to the source; nothing where all could. */
export function FailedWords({ initial }: { initial: WordBackView[] }) {
  const { integration } = useIntegration();
  const [words, setWords] = useState(initial);
  const refresh = useRefresh(
    async (signal) => setWords(await get<WordBackView[]>(`${pathOf(integration.name)}/word-backs`, signal)),
    INTEGRATION_GAP_MS,
  );
  useLiveEvent("incident:changed", refresh);
  if (words.length === 0) return null;
  return (
    <Card title={`What ${integration.title} could not be told`}>
      <WordBackList words={words} leadsToIncident onChange={refresh} />
    </Card>
  );
}
