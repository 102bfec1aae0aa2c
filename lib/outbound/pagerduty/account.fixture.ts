import { IntegrationConfig } from "@/lib/integrations/contract";
import { seal } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { says } from "../stand-in.fixture";

export const TOKEN = "y_NbAkKc66ryYTWUXYEu";
export const EMAIL = "nightshift@example.com";

/** What PagerDuty answers when it has done what it was told. */
export const takes: ReturnType<typeof says> = (response, heard) => {
  const id = heard.path.split("/")[2];
  const done = heard.method === "POST" ? { note: { id: "PWL7QXS" } } : { incident: { id, type: "incident" } };
  says(200, JSON.stringify(done))(response, heard);
};

/** An integration that word goes back to, at the PagerDuty that this address stands in for. */
export function hearingPagerDuty(organizationId: string, apiUrl: string) {
  const id = newId();
  const write_back = { is_enabled: true, from_email: EMAIL, api_url: apiUrl };
  return prisma().integration.create({
    data: {
      ...{ id, organizationId, name: `pagerduty-${id}`, source: "pagerduty", keyHash: id, keySealed: seal(id) },
      ...{ apiTokenSealed: seal(TOKEN), hears: true, config: IntegrationConfig.parse({ write_back }) },
    },
  });
}
