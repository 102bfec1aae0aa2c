"use client"; // The list is live.

import Link from "next/link";
import { useRoleReason } from "@/components/shell/viewer";
import type { DeliveryView } from "@/lib/alerts/contract";
import type { Page } from "@/lib/platform/contract";
import { DeliveryRow } from "./delivery-row";
import { pathOf } from "./paths";
import { useDeliveries } from "./use-deliveries";
import { useIntegration } from "./use-integration";

const SHOWN = 8;
const NEWEST = { state: null, page: 1 };

export function NewestDeliveries({ initial }: { initial: Page<DeliveryView> }) {
  const { integration } = useIntegration();
  const page = useDeliveries(initial, NEWEST);
  const mayOpen = useRoleReason("respond") === null;
  const path = pathOf(integration.name);
  return (
    <section aria-label="Newest deliveries" className="overflow-hidden rounded-xl border border-line bg-surface">
      <h2 className="px-4 pt-3 pb-2 text-[0.9375rem] font-semibold">Newest deliveries</h2>
      {page.items.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-muted">
          Nothing has come yet.{" "}
          <Link href={`${path}/set-up`} className="font-medium text-accent underline">
            How {integration.title} is set up
          </Link>
        </p>
      ) : (
        <>
          <ul className="divide-y divide-line border-t border-line">
            {page.items.slice(0, SHOWN).map((delivery) => (
              <DeliveryRow key={delivery.id} name={integration.name} delivery={delivery} mayOpen={mayOpen} />
            ))}
          </ul>
          <p className="border-t border-line px-4 py-2.5 text-sm">
            <Link href={`${path}/deliveries`} className="font-medium text-accent hover:underline">
              All deliveries →
            </Link>
          </p>
        </>
      )}
    </section>
  );
}
