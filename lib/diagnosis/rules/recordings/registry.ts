import { alertRecordings } from "./alerts";
import { dockerRecordings } from "./docker";
import { postgresRecordings } from "./postgres";
import type { Recorded } from "./recorded";
import { redisRecordings } from "./redis";

/** Answers of the documented forms, and what the rules are to make of them. */
export const recordings: readonly Recorded[] = [
  ...redisRecordings,
  ...postgresRecordings,
  ...dockerRecordings,
  ...alertRecordings,
];
