import { IntegrationConfig } from "@/lib/integrations/contract";
import { seal } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

export const TOKEN = "y_NbAkKc66ryYTWUXYEu";
export const EMAIL = "nightshift@example.com";

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
