/** Says that nobody will ever be there again (RFC 9110, 15.5.11). */
export const GONE = 410;

/** Why Nightshift pauses a webhook by itself. */
export const GONE_WORDS = "The receiver answered 410 (gone)";
