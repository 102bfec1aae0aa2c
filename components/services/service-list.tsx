"use client"; // The list is live.

import { Empty } from "@/components/ui/empty";
import { MoreButton, useMore } from "@/components/ui/more";
import type { ServiceView } from "@/lib/monitoring/contract";
import { KnownServices } from "./known-services";
import { inOrder } from "./order";
import { ServiceRow } from "./service-row";
import { useServices } from "./use-services";

const AT_ONCE = 25;

/** What is watched, what is in trouble first; then what is known from alerts alone. */
export function ServiceList({ initial }: { initial: ServiceView[] }) {
  const { services, put } = useServices(initial);
  const { watched, known } = inOrder(services);
  const more = useMore(watched, AT_ONCE);
  return (
    <>
      <section aria-label="Services" className="rounded-xl border border-line bg-surface">
        {watched.length === 0 ? (
          <Empty title="Nothing is watched yet">
            Add a Redis or Postgres service through the API (POST /api/v1/services), or start the practice services.
          </Empty>
        ) : (
          <ul className="divide-y divide-line">
            {more.shown.map((service) => (
              <ServiceRow key={service.id} service={service} onChecked={put} />
            ))}
          </ul>
        )}
        {more.left > 0 && (
          <p className="border-t border-line px-4 py-3">
            <MoreButton more={more} of="watched services" />
          </p>
        )}
      </section>
      {known.length > 0 && <KnownServices services={known} />}
    </>
  );
}
