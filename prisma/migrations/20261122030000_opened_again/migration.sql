-- When an incident was last opened again, and by whom where a person did and nothing has been measured wrong since: what they decided is
-- not for two good samples to undo.
ALTER TABLE "incidents"
  ADD COLUMN "reopened_at" TIMESTAMPTZ(3),
  ADD COLUMN "kept_open_by" TEXT;

-- Opening again used to replace what was sampled when the incident opened. Those figures are lost, and later ones are not to pass for them.
UPDATE "incidents" SET "opening_health" = NULL, "opening_metrics" = NULL, "opening_sampled_at" = NULL
WHERE "opening_sampled_at" > "created_at"
  AND EXISTS (SELECT 1 FROM "timeline_entries" WHERE "incident_id" = "incidents"."id" AND "kind" = 'reopened');
