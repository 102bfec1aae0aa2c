import type { Known } from "@/components/knowledge/article-form";
import type { Ctx } from "@/lib/auth";
import { faults } from "@/lib/diagnosis";
import { listServices } from "@/lib/monitoring";

/** What an article can be about: the services that are watched, and the faults that the rules find. */
export async function knownNames(ctx: Ctx): Promise<Known> {
  return { services: (await listServices(ctx)).map(({ name }) => name), faults: Object.values(faults).toSorted() };
}
