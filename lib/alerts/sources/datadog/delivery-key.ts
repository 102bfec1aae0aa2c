import { sha256 } from "@/lib/platform/crypto";
import type { Arrived } from "../source";
import { fieldsOf } from "./fields";

/** The id of the event, together with what tells its notifications apart: a retry repeats the body, a renotification does not. */
export function deliveryKey({ body }: Arrived): string | null {
  try {
    const id = fieldsOf(body)("id");
    return id === null ? null : sha256(`${id}\n${body.toString("latin1")}`);
  } catch {
    return null;
  }
}
