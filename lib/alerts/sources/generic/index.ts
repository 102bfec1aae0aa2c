import { proveBySecret } from "../shared-secret";
import { proveBySignature } from "../signature";
import type { Source } from "../source";
import { deliveryKeyOf } from "../texts";
import { read } from "./read";

const SIGNATURE = "x-nightshift-signature";

/** Any sender of JSON. Which of its fields say what, the integration's mapping tells. */
export const generic: Source = {
  name: "generic",
  mostBytes: 256 * 1_024,
  keptHeaders: [],
  prove: (arrived, integration) =>
    arrived.headers[SIGNATURE] === undefined
      ? proveBySecret(arrived, integration)
      : proveBySignature(arrived.headers[SIGNATURE], arrived.body, {
          secrets: integration.secrets,
          headerName: "X-Nightshift-Signature",
        }),
  deliveryKey: ({ headers }) => deliveryKeyOf(headers["x-delivery-id"]) ?? deliveryKeyOf(headers["idempotency-key"]),
  read,
};
