import pino from "pino";
import { redact } from "./redact";

/** Structured logs on stdout, one JSON object a line, with every string passed through redaction. */
export const logger = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  hooks: {
    streamWrite: (line) => redact(line),
  },
});

export type Logger = typeof logger;
