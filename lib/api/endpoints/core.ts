import { z } from "zod";
import { endpoint, streamOf } from "../endpoint";

const area = "core";
const scope = "anyone";

export const core = {
  health: endpoint({
    method: "GET",
    path: "/health",
    area,
    scope,
    summary: "How this installation is: the web process, the database, the workers, the inbox",
    description:
      "200 and `ok` only while the database answers, a worker lives, and no organization's inbox is full; else 503 and `degraded`.",
    answer: z.looseObject({ status: z.string(), database: z.string(), uptime_s: z.number() }),
    message: "Healthy",
    examples: [{ summary: "For people and dashboards" }],
  }),
  ready: endpoint({
    method: "GET",
    path: "/ready",
    area,
    scope,
    summary: "Whether requests can be answered now: for load balancers",
    answer: z.looseObject({ database: z.string() }),
    message: "Ready",
    examples: [{ summary: "For load balancers" }],
  }),
  alive: endpoint({
    method: "GET",
    path: "/alive",
    area,
    scope,
    summary: "Whether the process runs: for supervisors",
    answer: z.looseObject({ uptime_s: z.number() }),
    message: "The process is alive",
    examples: [{ summary: "For supervisors" }],
  }),
  startup: endpoint({
    method: "GET",
    path: "/startup",
    area,
    scope,
    summary: "Whether the process has started",
    answer: z.looseObject({ started_at: z.string() }),
    message: "Started",
    examples: [{ summary: "For supervisors" }],
  }),
  metrics: endpoint({
    method: "GET",
    path: "/metrics",
    area,
    scope,
    summary: "Figures of this process for Prometheus",
    answer: streamOf("text/plain", "Prometheus text format, version 0.0.4"),
    examples: [{ summary: "For Prometheus" }],
  }),
};
