import { z } from "zod";
import { CreateService, SamplesQuery, SampleView, ServiceView, UpdateService } from "../../monitoring/contract";
import { endpoint } from "../endpoint";

const area = "services";

export const services = {
  list: endpoint({
    method: "GET",
    path: "/services",
    area,
    scope: "read",
    summary: "Every service that is watched, by name",
    answer: z.array(ServiceView),
    examples: [{ summary: "All of them" }],
  }),
  create: endpoint({
    method: "POST",
    path: "/services",
    area,
    scope: "admin",
    summary: "Watch one more service",
    description:
      "Its password is stored encrypted and never returned. Without a Docker target Nightshift watches and explains, but cannot act. An organization may have 500 watched services.",
    body: CreateService,
    answer: ServiceView,
    status: 201,
    message: "Service added",
    examples: [
      {
        summary: "A Redis that listens on this machine",
        body: { name: "cache-2", kind: "redis", host: "127.0.0.1", port: 6399, interval_ms: 30_000 },
      },
    ],
  }),
  get: endpoint({
    method: "GET",
    path: "/services/{name}",
    area,
    scope: "read",
    summary: "One service: its health, its figures and its open incident",
    answer: ServiceView,
    examples: [{ summary: "By name", params: { name: "{service_name}" } }],
  }),
  update: endpoint({
    method: "PATCH",
    path: "/services/{name}",
    area,
    scope: "admin",
    summary: "Change where a service is, how often it is looked at, or what is known of it",
    description:
      "`health_url` and `repository` can be set for every service; the rest is refused for practice services and for those that are known from alerts alone. Where the service has a password, another `host` or `port` needs it again: a stored one is not sent to another address.",
    body: UpdateService,
    answer: ServiceView,
    message: "Service changed",
    examples: [
      { summary: "Once a minute", params: { name: "{service_name}" }, body: { interval_ms: 60_000 } },
      {
        summary: "Where it tells how it is, and where its code is",
        params: { name: "{service_name}" },
        body: { health_url: "https://shop.example.com/health", repository: "shop/checkout" },
      },
    ],
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/services/{name}",
    area,
    scope: "admin",
    summary: "Stop watching a service",
    answer: z.null(),
    message: "Service removed",
  }),
  check: endpoint({
    method: "POST",
    path: "/services/{name}/check",
    area,
    scope: "respond",
    summary: "Look at a service now instead of at its next turn",
    answer: ServiceView,
    message: "Checked",
    examples: [{ summary: "Now", params: { name: "{service_name}" } }],
  }),
  samples: endpoint({
    method: "GET",
    path: "/services/{name}/samples",
    area,
    scope: "read",
    summary: "What was measured, oldest first",
    query: SamplesQuery,
    answer: z.array(SampleView),
    examples: [{ summary: "The last hour", params: { name: "{service_name}" }, query: { period: "1h" } }],
  }),
};
