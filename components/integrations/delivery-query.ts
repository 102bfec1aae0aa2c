import type { z } from "zod";
import { DeliveryState, type ListDeliveries } from "@/lib/alerts/contract";
import { pathOf } from "./paths";

/** What a list of deliveries shows, as it stands in the address. */
export type DeliveryQuery = { state: DeliveryState | null; page: number };
type Params = Record<string, string | string[] | undefined>;

/** Whatever is no query is none: an address that was mistyped shows the newest. */
export function readQuery({ state, page }: Params): DeliveryQuery {
  const known = DeliveryState.safeParse(state);
  const number = Number(page);
  return {
    state: known.success ? known.data : null,
    page: Number.isInteger(number) && number >= 1 && number <= 500 ? number : 1,
  };
}

export const apiQuery = ({ state, page }: DeliveryQuery): z.input<typeof ListDeliveries> => ({
  page,
  ...(state && { state }),
});

const search = ({ state, page }: DeliveryQuery): string => {
  const params = new URLSearchParams({ ...(state && { state }), ...(page > 1 && { page: String(page) }) });
  return params.size > 0 ? `?${params}` : "";
};

/** The page, and the API's address, that show this. */
export const deliveriesPath = (name: string, query: DeliveryQuery): string =>
  `${pathOf(name)}/deliveries${search(query)}`;
