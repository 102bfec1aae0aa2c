import { expect, test } from "vitest";
import type { ServiceView } from "@/lib/monitoring/contract";
import { inOrder, named } from "./order";

type Status = ServiceView["status"];
const service = (name: string, kind: ServiceView["kind"], status: Status, incident: string | null = null) => ({
  name,
  kind,
  status,
  open_incident_id: incident,
});

test("what is watched is never lost among what alerts have named, and trouble comes first in both", () => {
  const services = [
    service("alarms", "unmanaged", "unknown"),
    service("zebra", "unmanaged", "unknown", "1"),
    service("cache", "redis", "healthy"),
    service("orders", "postgres", "healthy", "2"),
    service("stock", "postgres", "down"),
    service("ledger", "postgres", "degraded"),
  ];
  const { watched, known } = inOrder(services);
  expect(watched.map(({ name }) => name)).toEqual(["stock", "ledger", "orders", "cache"]);
  expect(known.map(({ name }) => name)).toEqual(["zebra", "alarms"]);
});

test("a search takes parts of names in any order", () => {
  const services = [{ name: "Checkout-prod" }, { name: "checkout-test" }, { name: "orders" }];
  expect(named(services, "PROD check")).toEqual([{ name: "Checkout-prod" }]);
  expect(named(services, " ")).toHaveLength(3);
});
