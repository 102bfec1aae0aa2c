-- While an incident was known to be quiet: between two breaks of what flaps, and between a resolution and its reopening. What is left of
-- its time is how long it was broken.
ALTER TABLE "incidents" ADD COLUMN "quiet_ms" DOUBLE PRECISION NOT NULL DEFAULT 0, ADD COLUMN "quiet_since" TIMESTAMPTZ(3);
