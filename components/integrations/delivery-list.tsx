"use client"; // The list is live.

import { useRoleReason } from "@/components/shell/viewer";
import { Empty } from "@/components/ui/empty";
import { FilterLinks } from "@/components/ui/filter-links";
import { EmptyPage, Pages } from "@/components/ui/pages";
import { DeliveryState, type DeliveryView } from "@/lib/alerts/contract";
import type { Page } from "@/lib/platform/contract";
import { type DeliveryQuery, deliveriesPath } from "./delivery-query";
import { DeliveryRow } from "./delivery-row";
import { deliveryLooks } from "./delivery-words";
import { useDeliveries } from "./use-deliveries";
import { useIntegration } from "./use-integration";

type Props = { initial: Page<DeliveryView>; query: DeliveryQuery };

/** What came in, newest first, with the ways to see less and older. */
export function DeliveryList({ initial, query }: Props) {
  const { integration } = useIntegration();
  const page = useDeliveries(initial, query);
  const mayOpen = useRoleReason("respond") === null;
  const { name, source } = integration;
  const hrefOf = (number: number) => deliveriesPath(name, { ...query, page: number });
  return (
    <>
      <FilterLinks
        label="State"
        choices={[null, ...DeliveryState.options].map((state) => ({
          href: deliveriesPath(name, { state, page: 1 }),
          word: state ? deliveryLooks[state].word : "All",
          isChosen: state === query.state,
        }))}
      />
      <section aria-label="Deliveries" className="overflow-hidden rounded-xl border border-line bg-surface">
        {page.items.length === 0 ? (
          <EmptyPage page={page} hrefOf={hrefOf}>
            <Empty title={query.state ? "None of these" : "Nothing has come yet"}>
              {source === "heartbeat"
                ? "Calls of a heartbeat are counted, not kept: the newest stands above."
                : "A delivery shows up here by itself, within a second. They are kept for 30 days."}
            </Empty>
          </EmptyPage>
        ) : (
          <ul className="divide-y divide-line">
            {page.items.map((delivery) => (
              <DeliveryRow key={delivery.id} name={name} delivery={delivery} mayOpen={mayOpen} />
            ))}
          </ul>
        )}
        <Pages page={page} hrefOf={hrefOf} />
      </section>
    </>
  );
}
