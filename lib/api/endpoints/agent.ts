import { z } from "zod";
import { LearningMetrics, LearningQuery } from "../../analytics/contract";
import {
  AgentStatus,
  Analyze,
  AskQuestion,
  ChangeInvestigationSettings,
  DiagnosisView,
  FeedbackView,
  GiveFeedback,
  InvestigationSettingsView,
  PromptView,
  QuestionView,
} from "../../diagnosis/contract";
import { PageQuery, pageOf } from "../../platform/contract";
import { Capabilities } from "../../remediation/contract";
import { endpoint } from "../endpoint";

const area = "agent";
const settings = "settings";

const incident = "{incident_id}";

export const agent = {
  status: endpoint({
    method: "GET",
    path: "/agent/status",
    area,
    scope: "read",
    summary: "Who can investigate now, what is left to spend, and what is under way",
    answer: AgentStatus,
    examples: [{ summary: "Now" }],
  }),
  analyze: endpoint({
    method: "POST",
    path: "/agent/analyze",
    area,
    scope: "respond",
    summary: "Diagnose an incident, and ask something about it",
    description:
      "Answers with the diagnosis by rules. Where Claude is set up it goes on from there in the background and answers the question: ask for the incident's diagnosis again.",
    body: Analyze,
    answer: DiagnosisView,
    message: "Diagnosed",
    refusals: ["not_found", "conflict"],
    examples: [
      { summary: "By rules", body: { incident_id: incident, engine: "rules" } },
      {
        summary: "The rules cannot answer questions",
        body: { incident_id: incident, engine: "rules", question: "Did the deploy cause it?" },
        status: 422,
      },
    ],
  }),
  capabilities: endpoint({
    method: "GET",
    path: "/agent/capabilities",
    area,
    scope: "read",
    summary: "The actions that can be proposed, and the tools that look",
    answer: Capabilities,
    examples: [{ summary: "The catalog" }],
  }),
  prompts: endpoint({
    method: "GET",
    path: "/agent/prompts",
    area,
    scope: "read",
    summary: "What a model is told first, word for word, with its hash",
    answer: z.array(PromptView),
    examples: [{ summary: "All of them" }],
  }),
  learningMetrics: endpoint({
    method: "GET",
    path: "/agent/learning-metrics",
    area,
    scope: "read",
    summary: "How diagnoses and fixes have done, and what they cost",
    query: LearningQuery,
    answer: LearningMetrics,
    examples: [{ summary: "The last week", query: { period: "7d" } }],
  }),
  giveFeedback: endpoint({
    method: "POST",
    path: "/agent/feedback",
    area,
    scope: "respond",
    summary: "Say whether a diagnosis was helpful or wrong, and what it really was",
    description: "Everybody has one word on a diagnosis; another one takes its place. Answers with everybody's.",
    body: GiveFeedback,
    answer: z.array(FeedbackView),
    message: "Noted",
    refusals: ["not_found"],
    examples: [
      {
        summary: "Something else it was",
        body: { diagnosis_id: "{diagnosis_id}", verdict: "wrong", real_cause: "A firewall rule closed the port" },
      },
      { summary: "It helped", body: { diagnosis_id: "{diagnosis_id}", verdict: "helpful" } },
    ],
  }),
  withdrawFeedback: endpoint({
    method: "DELETE",
    path: "/agent/feedback/{id}",
    area,
    scope: "respond",
    summary: "Take back what you said of a diagnosis",
    description: "`id` is the diagnosis's. Answers with what others say.",
    answer: z.array(FeedbackView),
    message: "Taken back",
    examples: [{ summary: "By the diagnosis's id", params: { id: "{diagnosis_id}" } }],
  }),
  askQuestion: endpoint({
    method: "POST",
    path: "/incidents/{id}/questions",
    area,
    scope: "respond",
    summary: "Ask Claude about an incident that was diagnosed",
    description:
      "The answer comes in the background, from the diagnosis's evidence and from tools that only look: list the questions again, or listen for `diagnosis:changed`.",
    body: AskQuestion,
    answer: QuestionView,
    status: 202,
    message: "Asked",
    refusals: ["not_found", "conflict"],
    examples: [
      {
        summary: "Where Claude is not set up nobody can answer",
        params: { id: incident },
        body: { question: "Was memory this high yesterday?" },
        status: 409,
      },
    ],
  }),
  questions: endpoint({
    method: "GET",
    path: "/incidents/{id}/questions",
    area,
    scope: "read",
    summary: "What was asked about an incident, the newest first, and what was answered",
    query: PageQuery,
    answer: pageOf(QuestionView),
    examples: [{ summary: "The newest", params: { id: incident } }],
  }),
  withdrawQuestion: endpoint({
    method: "DELETE",
    path: "/questions/{id}",
    area,
    scope: "respond",
    summary: "Take back a question that has no answer yet",
    description: "Whoever is at it stops at the next step; what was spent stays spent.",
    answer: QuestionView,
    message: "Taken back",
    refusals: ["not_found", "conflict"],
    examples: [{ summary: "There is none with this id", params: { id: incident }, status: 404 }],
  }),
  getSettings: endpoint({
    method: "GET",
    path: "/settings/investigation",
    area: settings,
    scope: "read",
    summary: "What Claude may spend on incidents, and what it has spent this day and month",
    answer: InvestigationSettingsView,
    examples: [{ summary: "Limits and spending" }],
  }),
  changeSettings: endpoint({
    method: "PUT",
    path: "/settings/investigation",
    area: settings,
    scope: "admin",
    summary: "Set whether Claude investigates, and what that may cost",
    description:
      "In US dollars; an incident may not cost more than a day, nor a day more than a month. Days and months are counted in UTC. When a limit is reached, the rules speak alone, and the diagnosis says so.",
    body: ChangeInvestigationSettings,
    answer: InvestigationSettingsView,
    message: "Limits saved",
    examples: [
      {
        summary: "A careful beginning",
        body: { is_on: true, usd_per_incident: 0.5, usd_per_day: 5, usd_per_month: 50 },
      },
    ],
  }),
};
