import { z } from "zod";
import { searchArticles } from "@/lib/knowledge";
import { ask, COLLECTOR_MS } from "../collectors/finding";
import { quoted } from "../excerpt";
import { tool } from "./tool";

const SHOWN = 3;

export const knowledgeBase = tool({
  name: "knowledge_base",
  says: "What people of this organization have written down: notes on faults and services, and how they were dealt with before. It may be old; the service itself knows better.",
  input: z.object({ query: z.string().trim().min(1).max(200).describe("A few words; any of them finds.") }),
  fits: () => true,
  look: ({ ctx }, { query }) =>
    ask("knowledge_base", `nightshift knowledge-base ${quoted(query, 200)}`, COLLECTOR_MS, async () => {
      const articles = await searchArticles(ctx, { query, limit: SHOWN });
      const text = articles.map(({ title, tags, fault, service_name, updated_at, updated_by, body }) =>
        [
          `article ${quoted(title, 200)}, last changed ${updated_at} by ${quoted(updated_by)}`,
          `about ${[fault, service_name, ...tags].filter(Boolean).join(", ") || "nothing in particular"}`,
          body,
        ].join("\n"),
      );
      return { text: text.join("\n\n") || "(no article has such words)", facts: {} };
    }),
});
