import { keepReserves } from "@/lib/monitoring";
import type { Loop } from "./loop";

/**
 * Holds a connection to each Redis open, for the hour in which Redis takes no new ones. In the worker, which looks and acts, and in the
 * web process, which measures what a proposal would change.
 */
export const reserveLoop: Loop = { name: "reserve", timeoutMs: 30_000, tick: keepReserves };
