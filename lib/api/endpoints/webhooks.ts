import { z } from "zod";
import {
  ChangeWebhook,
  CreateWebhook,
  ListWebhookDeliveries,
  NewWebhook,
  WebhookDeliveryPage,
  WebhookDeliveryView,
  WebhookView,
} from "../../outbound/contract";
import { endpoint } from "../endpoint";

const area = "settings";
const scope = "admin";
const needs = "configure";
const params = { id: "{webhook_id}" };

export const webhooks = {
  list: endpoint({
    method: "GET",
    path: "/settings/webhooks",
    area,
    scope,
    needs,
    summary: "The addresses that hear of what happens with incidents",
    answer: z.array(WebhookView),
    examples: [{ summary: "All of them" }],
  }),
  create: endpoint({
    method: "POST",
    path: "/settings/webhooks",
    area,
    scope,
    needs,
    summary: "Have an address told of what happens with incidents",
    description:
      "Each event is a POST with an envelope like that of PagerDuty's V3 webhooks: `event` with `id`, `event_type`, `resource_type`, `occurred_at`, `agent` and `data`. The data are Nightshift's own: an incident as `GET /incidents/{id}` shows it, with the timeline's `entry` and a link in `html_url`. It is signed in PagerDuty's way under a header of our own: `X-Nightshift-Signature` holds `v1=` and the hex HMAC-SHA256 of the body, once for each secret in use. Answer 2xx within 10 seconds. Timeouts, 408, 425, 429 and 5xx are tried again for a day; 410 pauses the webhook, which `paused_by_nightshift` then says. An event may come twice, with the same `X-Webhook-Id`, and events may overtake each other: go by `occurred_at`. Private addresses and plain http are refused unless whoever runs Nightshift allows the host.",
    body: CreateWebhook,
    answer: NewWebhook,
    status: 201,
    message: "Webhook made",
    examples: [
      { summary: "Of everything", body: { name: "Data lake", url: "https://hooks.example.com/nightshift" } },
      {
        summary: "Of what begins and ends",
        body: {
          name: "Status page",
          url: "https://status.example.com/hooks/incidents",
          events: ["incident.triggered", "incident.resolved"],
        },
      },
      {
        summary: "An address inside the network is refused",
        body: { name: "Inside", url: "https://127.0.0.1/hook" },
        status: 422,
      },
    ],
  }),
  change: endpoint({
    method: "PATCH",
    path: "/settings/webhooks/{id}",
    area,
    scope,
    needs,
    summary: "Change what a webhook hears of and where, or pause it",
    body: ChangeWebhook,
    answer: WebhookView,
    message: "Webhook changed",
    examples: [
      { summary: "Let it rest", params, body: { is_paused: true } },
      { summary: "Only what people write", params, body: { events: ["incident.annotated"] } },
    ],
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/settings/webhooks/{id}",
    area,
    scope,
    needs,
    summary: "Remove a webhook; what waits for it is not sent",
    answer: z.null(),
    message: "Webhook removed",
    examples: [{ summary: "Nobody listens any more", params }],
  }),
  rotate: endpoint({
    method: "POST",
    path: "/settings/webhooks/{id}/rotate",
    area,
    scope,
    needs,
    summary: "Give a webhook a new secret; the old one signs beside it until it is ended",
    answer: NewWebhook,
    message: "Webhook has a new secret",
    examples: [{ summary: "It was written into a log", params }],
  }),
  endSecret: endpoint({
    method: "DELETE",
    path: "/settings/webhooks/{id}/secrets/{secret_id}",
    area,
    scope,
    needs,
    summary: "End one of two secrets",
    answer: WebhookView,
    message: "Secret ended",
    examples: [
      {
        summary: "The receiver knows the new one",
        params: { id: "{rotated_webhook_id}", secret_id: "{webhook_secret_id}" },
      },
    ],
  }),
  test: endpoint({
    method: "POST",
    path: "/settings/webhooks/{id}/test",
    area,
    scope,
    needs,
    summary: "Send a webhook an event that says that it is a test",
    description: "It is tried once, at once; the delivery tells how it went.",
    answer: WebhookDeliveryView,
    status: 202,
    message: "The test is on its way",
    examples: [{ summary: "Does it arrive?", params }],
  }),
  deliveries: endpoint({
    method: "GET",
    path: "/settings/webhooks/{id}/deliveries",
    area,
    scope,
    needs,
    summary: "What was sent, or is to be sent, to a webhook, newest first",
    query: ListWebhookDeliveries,
    answer: WebhookDeliveryPage,
    examples: [
      { summary: "All of it", params },
      { summary: "What failed", params, query: { state: "failed" } },
    ],
  }),
  redeliver: endpoint({
    method: "POST",
    path: "/settings/webhooks/{id}/deliveries/{delivery_id}/redeliver",
    area,
    scope,
    needs,
    summary: "Send a delivery once more, with the same bytes and the same id",
    answer: WebhookDeliveryView,
    status: 202,
    message: "It is on its way again",
    examples: [{ summary: "The receiver was down", params: { ...params, delivery_id: "{webhook_delivery_id}" } }],
  }),
};
