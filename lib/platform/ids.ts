import { v7 } from "uuid";

/** A new id. UUID version 7 (RFC 9562) rises with time, so that new rows land at the end of an index. */
export const newId = (): string => v7();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether `text` can be an id at all; asked before a query, because Postgres refuses to compare anything else with a uuid column. */
export const isId = (text: string): boolean => UUID.test(text);
