-- Incidents at scale: what an incident can be found by, and how many there are. See docs/adr/0014-incidents-at-scale.md.
-- (The schema engine splits a migration at every semicolon, so those of the bodies are written as \073.)

-- Lists in their order, and what is related by name, from indexes alone.
DROP INDEX "incidents_organization_id_status_created_at_idx";
CREATE INDEX "incidents_organization_id_status_created_at_id_idx" ON "incidents"("organization_id", "status", "created_at" DESC, "id" DESC);
CREATE INDEX "incidents_organization_id_severity_created_at_id_idx" ON "incidents"("organization_id", "severity", "created_at" DESC, "id" DESC);
CREATE INDEX "incidents_organization_id_service_name_created_at_id_idx" ON "incidents"("organization_id", "service_name", "created_at" DESC, "id" DESC);
CREATE INDEX "incidents_organization_id_dedup_key_created_at_idx" ON "incidents"("organization_id", "dedup_key", "created_at" DESC);
CREATE INDEX "incidents_assigned" ON "incidents"("organization_id", "assignee_id", "created_at" DESC, "id" DESC) WHERE "assignee_id" IS NOT NULL;

-- Small letters, by the rules of Unicode where this server has them: a database made with the C locale knows only A to Z.
DO E'
BEGIN
  IF EXISTS (SELECT FROM pg_collation WHERE collname = \'pg_c_utf8\') THEN
    CREATE FUNCTION "search_fold"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS \'SELECT lower($1 COLLATE "pg_c_utf8")\'\073
  ELSIF EXISTS (SELECT FROM pg_collation WHERE collname = \'und-x-icu\') THEN
    CREATE FUNCTION "search_fold"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS \'SELECT lower($1 COLLATE "und-x-icu")\'\073
  ELSE
    CREATE FUNCTION "search_fold"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS \'SELECT lower($1)\'\073
  END IF\073
END';

-- The names and words of a text: runs of letters and digits, whatever the alphabet, held together by a hyphen, dot, slash or the like. The
-- parser of Postgres takes host names and paths as one thing, and a search for a part of one finds nothing. Nothing in it has a meaning in
-- a tsquery.
CREATE FUNCTION "search_names"(text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS E'
  SELECT btrim(regexp_replace(name, \'[-._/:@+=#~]+\', \'-\', \'g\'), \'-\') FROM regexp_split_to_table(search_fold($1),
    E\'[\\\\x01-\\\\x22\\\\x24-\\\\x2a\\\\x2c\\\\x3b\\\\x3c\\\\x3e\\\\x3f\\\\x5b-\\\\x5e\\\\x60\\\\x7b-\\\\x7d\\\\x7f-\\\\xbf\\\\u2000-\\\\u206f\\\\u3000-\\\\u303f]+\') AS name
  WHERE name ~ \'[^-._/:@+=#~]\'';

-- What a text is found by: each name from each of its words on. `checkout.eu-1` is found by `checkout`, by `eu-1`, by `eu`, and by
-- `checkout.e`, and not by `checkout-1`.
CREATE FUNCTION "search_words"(text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS E'
  SELECT coalesce(array_agg(DISTINCT left(array_to_string(words[i:i+5], \'-\'), 60)), \'{}\')
  FROM (SELECT string_to_array(name, \'-\') AS words FROM search_names($1) AS name) AS named, generate_subscripts(words, 1) AS i';

-- An error line without what differs from one time to the next: numbers, ids, addresses in memory, spacing.
CREATE FUNCTION "error_signature"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS E'
  SELECT \'=\' || left(md5(left(regexp_replace(regexp_replace(lower($1),
    \'0x[0-9a-f]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9]+\', \'#\', \'g\'), \'[[:space:]]+\', \' \', \'g\'), 500)), 16)';

-- What monitoring or an alert says is wrong: the part of a dedup key after the service. Hashed, like the keys below: an alert may call it
-- whatever it likes, at any length.
CREATE FUNCTION "cause_key"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS E'SELECT \':\' || left(md5($1), 16)';

-- A label as what it is found by: its name alone, and its name with its value.
CREATE FUNCTION "label_key"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS E'SELECT \'+\' || left(md5($1), 16)';

-- Keys, which no word can be: #number, :cause, =error line, +label.
CREATE FUNCTION "incident_keys"(number INTEGER, service_name text, dedup_key text, error_logs JSONB, labels JSONB) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS E'
  SELECT ARRAY[\'#\' || number]
    || CASE WHEN starts_with(dedup_key, service_name || \':\')
         THEN ARRAY[cause_key(substr(dedup_key, length(service_name) + 2))] ELSE \'{}\' END
    || ARRAY(SELECT DISTINCT error_signature(line)
         FROM (SELECT line FROM jsonb_array_elements_text(CASE jsonb_typeof(error_logs) WHEN \'array\' THEN error_logs ELSE \'[]\' END) AS line
           LIMIT 50) AS lines WHERE line <> \'\')
    || ARRAY(SELECT label_key(form) FROM jsonb_each_text(CASE jsonb_typeof(labels) WHEN \'object\' THEN labels ELSE \'{}\' END) AS label,
         LATERAL unnest(ARRAY[key, key || \'=\' || value]) AS form)';

-- The newest 50,000 characters of an incident''s notes.
CREATE FUNCTION "notes_of"(incident UUID) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS E'
  SELECT left(string_agg(text, \' \'), 50000) FROM (
    SELECT text FROM timeline_entries WHERE incident_id = incident AND kind = \'note\' ORDER BY at DESC, id DESC LIMIT 500) AS note';

ALTER TABLE "incidents" ADD COLUMN "found_by" TSVECTOR;

-- Every lexeme begins with the organization's mark: one index answers any combination of words and keys, and even the beginning of a word
-- leads only to the organization's own part of it.
CREATE FUNCTION "search_mark"(organization UUID) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS E'SELECT right(organization::text, 8)';

CREATE FUNCTION "incident_found_by"("incidents") RETURNS TSVECTOR LANGUAGE sql STABLE AS E'
  SELECT array_to_tsvector(array_agg(DISTINCT search_mark($1.organization_id) || entry))
  FROM unnest(search_words(concat_ws(\' \', $1.title, left($1.description, 20000), $1.service_name, $1.affected_system, notes_of($1.id)))
    || incident_keys($1.number, $1.service_name, $1.dedup_key, $1.error_logs, $1.labels)) AS entry';

CREATE FUNCTION "set_incident_found_by"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  NEW.found_by := incident_found_by(NEW)\073
  RETURN NEW\073
END';
CREATE TRIGGER "incidents_found_by_first" BEFORE INSERT ON "incidents" FOR EACH ROW EXECUTE FUNCTION "set_incident_found_by"();
CREATE TRIGGER "incidents_found_by_changed" BEFORE UPDATE OF "title", "description", "service_name", "affected_system", "dedup_key", "error_logs", "labels"
  ON "incidents" FOR EACH ROW
  WHEN ((OLD."title", OLD."description", OLD."service_name", OLD."affected_system", OLD."dedup_key", OLD."error_logs", OLD."labels")
    IS DISTINCT FROM (NEW."title", NEW."description", NEW."service_name", NEW."affected_system", NEW."dedup_key", NEW."error_logs", NEW."labels"))
  EXECUTE FUNCTION "set_incident_found_by"();

CREATE FUNCTION "find_incident_by_note"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  UPDATE incidents SET found_by = incident_found_by(incidents) WHERE id = NEW.incident_id\073
  RETURN NULL\073
END';
CREATE TRIGGER "timeline_entries_note_found" AFTER INSERT ON "timeline_entries" FOR EACH ROW WHEN (NEW."kind" = 'note')
  EXECUTE FUNCTION "find_incident_by_note"();

UPDATE "incidents" SET "found_by" = "incident_found_by"("incidents");
-- Without a pending list: a search must not pay for what was written before it.
CREATE INDEX "incidents_found_by" ON "incidents" USING gin ("found_by") WITH (fastupdate = off);

-- What people typed as what is searched for: every name, as the beginning of one, or the number of an incident. `#17` is that number
-- alone. Null when there is no word in it.
CREATE FUNCTION "search_query"(organization UUID, typed text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS E'
  SELECT (CASE WHEN typed ~ \'^[[:space:]]*#[0-9]{1,9}[[:space:]]*$\' THEN quote_literal(search_mark(organization) || btrim(typed))
    ELSE (SELECT string_agg(DISTINCT format(\'(%s:*%s)\', quote_literal(search_mark(organization) || name),
        CASE WHEN name ~ \'^[0-9]{1,9}$\' THEN \' | \' || quote_literal(search_mark(organization) || \'#\' || name) END), \' & \')
      FROM (SELECT left(array_to_string((string_to_array(whole, \'-\'))[1:6], \'-\'), 60) AS name FROM search_names(typed) AS whole) AS typed_name)
    END)::tsquery';

-- Any of these, as they are.
CREATE FUNCTION "search_any"(organization UUID, entries text[]) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS E'
  SELECT string_agg(quote_literal(search_mark(organization) || entry), \' | \')::tsquery FROM unnest(entries) AS entry';

-- How many incidents there are, by status and severity: the sum of these rows, which are only ever added, so that nobody waits for
-- anybody. They are folded into few now and then, by whoever comes by, without the rows that another one holds.
CREATE TABLE "incident_tallies" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "organization_id" UUID NOT NULL,
  "status" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "count" INTEGER NOT NULL
);
CREATE INDEX "incident_tallies_organization_id_idx" ON "incident_tallies"("organization_id") INCLUDE ("status", "severity", "count");
INSERT INTO "incident_tallies" ("organization_id", "status", "severity", "count")
  SELECT "organization_id", "status", "severity", count(*) FROM "incidents" GROUP BY 1, 2, 3;

CREATE FUNCTION "fold_incident_tallies"(organization UUID) RETURNS void LANGUAGE sql AS E'
  WITH folded AS (
    DELETE FROM incident_tallies WHERE id IN (
      SELECT id FROM incident_tallies WHERE organization_id = organization ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED)
    RETURNING status, severity, count)
  INSERT INTO incident_tallies (organization_id, status, severity, count)
  SELECT organization, status, severity, sum(count) FROM folded GROUP BY status, severity HAVING sum(count) <> 0';

CREATE FUNCTION "tally_new_incidents"() RETURNS trigger LANGUAGE plpgsql AS E'
DECLARE organization UUID\073
BEGIN
  INSERT INTO incident_tallies (organization_id, status, severity, count)
    SELECT organization_id, status, severity, count(*) FROM changed GROUP BY 1, 2, 3\073
  IF random() < 0.05 THEN
    FOR organization IN SELECT DISTINCT organization_id FROM changed LIMIT 10 LOOP PERFORM fold_incident_tallies(organization)\073 END LOOP\073
  END IF\073
  RETURN NULL\073
END';
CREATE FUNCTION "tally_gone_incidents"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO incident_tallies (organization_id, status, severity, count)
    SELECT organization_id, status, severity, -count(*) FROM changed GROUP BY 1, 2, 3\073
  RETURN NULL\073
END';
CREATE FUNCTION "tally_changed_incident"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO incident_tallies (organization_id, status, severity, count)
    VALUES (OLD.organization_id, OLD.status, OLD.severity, -1), (NEW.organization_id, NEW.status, NEW.severity, 1)\073
  IF random() < 0.05 THEN PERFORM fold_incident_tallies(NEW.organization_id)\073 END IF\073
  RETURN NULL\073
END';
CREATE TRIGGER "incidents_tally_new" AFTER INSERT ON "incidents" REFERENCING NEW TABLE AS "changed"
  FOR EACH STATEMENT EXECUTE FUNCTION "tally_new_incidents"();
CREATE TRIGGER "incidents_tally_gone" AFTER DELETE ON "incidents" REFERENCING OLD TABLE AS "changed"
  FOR EACH STATEMENT EXECUTE FUNCTION "tally_gone_incidents"();
CREATE TRIGGER "incidents_tally_changed" AFTER UPDATE OF "status", "severity" ON "incidents" FOR EACH ROW
  WHEN (OLD."status" <> NEW."status" OR OLD."severity" <> NEW."severity") EXECUTE FUNCTION "tally_changed_incident"();
