import { postgresTools } from "./postgres";
import { redisTools } from "./redis";
import { probeService, targetLog, targetState } from "./service";
import type { Tool } from "./tool";

/** Everything that an investigator can look at. None of it writes. */
export const tools: readonly Tool[] = [probeService, targetState, targetLog, ...redisTools, ...postgresTools];
