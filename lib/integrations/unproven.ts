/** A header that no sender can set, on a delivery that a test put into the inbox without proof: it says nothing about the source. */
export const UNPROVEN = "x-nightshift-unproven-sample";
