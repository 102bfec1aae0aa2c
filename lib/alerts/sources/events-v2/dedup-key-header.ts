/** Under which the inbox keeps the key that it made for a trigger without one, and that the sender was told. */
export const DEDUP_KEY_HEADER = "x-nightshift-dedup-key";
