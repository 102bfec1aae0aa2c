import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { testIntegration } from "@/lib/outbound";

// Where people who know the webhook's address look for its test: the same as testing the integration that is named after its source.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.test, (ctx) => testIntegration(ctx, "pagerduty")),
);
