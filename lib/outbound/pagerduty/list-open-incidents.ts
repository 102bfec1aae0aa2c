import { z } from "zod";
import type { IntegrationRow } from "@/lib/integrations";
import { conflict, errorText, unavailable } from "@/lib/platform/errors";
import { Refused } from "@/lib/platform/guarded-fetch";
import { wordsOf } from "../outcome";
import { accountOf } from "./account";
import { callPagerDuty, isKeyRefused, jsonOf, refusalOf } from "./call";

const Reference = z.looseObject({ id: z.string(), summary: z.string().nullish() });

/** An incident as PagerDuty's REST API lists it; the same fields as in a webhook's `data`. */
export const PagerDutyIncident = z.looseObject({
  id: z.string(),
  status: z.enum(["triggered", "acknowledged"]),
  title: z.string().nullish(),
  incident_number: z.number().nullish(),
  incident_key: z.string().nullish(),
  urgency: z.string().nullish(),
  priority: Reference.nullish(),
  service: Reference.nullish(),
  html_url: z.string().nullish(),
  created_at: z.string().nullish(),
});
export type PagerDutyIncident = z.infer<typeof PagerDutyIncident>;
const Listing = z.object({ incidents: z.array(PagerDutyIncident), more: z.boolean().nullish() });

const PAGE = 100;
// Pages overlap: when one of a page is resolved meanwhile, those behind it move up, and none shall slip through between two pages.
const STEP = 90;
// PagerDuty's own end of paging: https://developer.pagerduty.com/docs/pagination
const MOST = 10_000;

/**
 * Every incident that PagerDuty has open now. Throws `conflict` when the integration has no key, when PagerDuty refuses it, when its
 * address is none to call, or when there are more than can be listed, `unavailable` with PagerDuty's words when it does not list them: a
 * part of them must not be taken for all.
 */
export async function listPagerDutyOpenIncidents(integration: IntegrationRow): Promise<PagerDutyIncident[]> {
  const account = accountOf(integration);
  if (!account)
    throw conflict(
      "Enter a REST API key of PagerDuty under Settings, Word back first; without one its incidents cannot be listed",
    );
  const open = new Map<string, PagerDutyIncident>();
  for (let offset = 0; ; offset += STEP) {
    if (offset + PAGE > MOST)
      throw conflict(`PagerDuty has more than ${MOST} incidents open, which is more than it lists`);
    const query: [string, string][] = [
      ["statuses[]", "triggered"],
      ["statuses[]", "acknowledged"],
      // Otherwise only those of the last month.
      ["date_range", "all"],
      ["limit", String(PAGE)],
      ["offset", String(offset)],
    ];
    const answer = await callPagerDuty(account, { method: "GET", path: "/incidents", query }).catch((error) => {
      const words = `PagerDuty could not be asked: ${wordsOf(errorText(error))}`;
      throw error instanceof Refused ? conflict(words) : unavailable(words);
    });
    if (answer.status !== 200) {
      const words = wordsOf(refusalOf(answer).words);
      throw isKeyRefused(answer) ? conflict(words) : unavailable(words);
    }
    const page = Listing.safeParse(jsonOf(answer.text));
    if (!page.success) throw unavailable("PagerDuty answered with something that is no list of incidents");
    // By id: one that moves between two pages meanwhile is met twice.
    for (const incident of page.data.incidents) open.set(incident.id, incident);
    if (!page.data.more) return [...open.values()];
  }
}
