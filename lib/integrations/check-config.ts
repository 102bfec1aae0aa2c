import { type AppError, invalid } from "@/lib/platform/errors";
import { isListed } from "@/lib/platform/guarded-fetch";
import type { IntegrationConfig, SourceName } from "./contract";
import { PAGERDUTY_APIS } from "./pagerduty-apis";

type Checked = { source: SourceName; config: IntegrationConfig; hasToken: boolean };

/** Throws `invalid` when what is set does not fit the source, or could not work. */
export function checkConfig({ source, config: { write_back: writeBack }, hasToken }: Checked): void {
  const refuse = (path: string, message: string): AppError =>
    invalid(`${path}: ${message}`, { issues: [{ path, message }] });
  if (source !== "pagerduty") {
    if (hasToken) throw refuse("api_token", "Only PagerDuty hears word back, so no other source needs a token");
    if (writeBack.is_enabled) throw refuse("write_back.is_enabled", "Only PagerDuty hears word back");
    return;
  }
  const api = new URL(writeBack.api_url);
  // The token goes there with every word.
  if (!PAGERDUTY_APIS.includes(api.href.replace(/\/+$/, "")) && !isListed(api))
    throw refuse(
      "write_back.api_url",
      `Use ${PAGERDUTY_APIS.join(" or ")}; whoever runs Nightshift can allow other hosts with NIGHTSHIFT_OUTBOUND_ALLOW`,
    );
  if (!writeBack.is_enabled) return;
  if (!hasToken) throw refuse("api_token", "Word back needs a REST API key of PagerDuty; give one, or leave it off");
  if (writeBack.from_email === null)
    throw refuse("write_back.from_email", "Name the login of the PagerDuty user in whose name it is recorded");
}

/** Whether what people do with its incidents is told to the source. */
export const hearsOf = ({ source, config: { write_back: writeBack }, hasToken }: Checked): boolean =>
  source === "pagerduty" && writeBack.is_enabled && hasToken && writeBack.from_email !== null;
