-- Postgres calls array_to_string stable because of types other than text.
CREATE FUNCTION "words_of_tags"("tags" text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN array_to_string("tags", ' ');

-- What an organization knows about its services and their faults.
CREATE TABLE "knowledge_articles" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "tags" TEXT[] NOT NULL,
    "fault" TEXT,
    "service_name" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    -- Words are found in their stems, names as they are written. A and B: the title, and the tags.
    "found_by" TSVECTOR GENERATED ALWAYS AS (
      setweight(to_tsvector('english', "title"), 'A') || setweight(to_tsvector('simple', "words_of_tags"("tags")), 'B') ||
      setweight(to_tsvector('simple', coalesce("fault", '') || ' ' || coalesce("service_name", '')), 'C') ||
      to_tsvector('english', "body")) STORED,

    CONSTRAINT "knowledge_articles_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "knowledge_articles_organization_id_updated_at_id_idx" ON "knowledge_articles"("organization_id", "updated_at" DESC, "id" DESC);
CREATE INDEX "knowledge_articles_found_by" ON "knowledge_articles" USING gin ("found_by");

-- What is found by any of some words, in their stems or as they are written.
CREATE FUNCTION "any_word_of"("words" text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  replace(plainto_tsquery('english', "words")::text, ' & ', ' | ')::tsquery || replace(plainto_tsquery('simple', "words")::text, ' & ', ' | ')::tsquery;
