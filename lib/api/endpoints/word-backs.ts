import { z } from "zod";
import { WordBackView } from "../../outbound/contract";
import { endpoint } from "../endpoint";

export const wordBacks = {
  list: endpoint({
    method: "GET",
    path: "/incidents/{id}/word-backs",
    area: "incidents",
    scope: "read",
    summary: "What was said to the sources of an incident, and how far it came",
    answer: z.array(WordBackView),
    examples: [{ summary: "All of it", params: { id: "{incident_id}" } }],
  }),
  listFailed: endpoint({
    method: "GET",
    path: "/integrations/{name}/word-backs",
    area: "integrations",
    scope: "read",
    summary: "What could not be said to a source, newest first",
    answer: z.array(WordBackView),
    examples: [{ summary: "All of it", params: { name: "{integration_name}" } }],
  }),
  retry: endpoint({
    method: "POST",
    path: "/word-backs/{id}/retry",
    area: "incidents",
    scope: "respond",
    summary: "Say once more what could not be said",
    answer: WordBackView,
    status: 202,
    message: "It is on its way again",
    examples: [{ summary: "The token was replaced", params: { id: "{word_back_id}" } }],
  }),
};
