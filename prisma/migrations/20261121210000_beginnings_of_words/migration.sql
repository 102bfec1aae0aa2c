-- Words as they are written, so that whoever has typed half of one finds it: stems end where half a word goes on. Names are there whole
-- and in their parts.
ALTER TABLE "knowledge_articles" ADD COLUMN "words" TSVECTOR GENERATED ALWAYS AS (
  to_tsvector('simple', "title" || ' ' || "words_of_tags"("tags") || ' ' || coalesce("fault", '') || ' ' || coalesce("service_name", '') || ' ' ||
    translate("words_of_tags"("tags") || ' ' || coalesce("fault", '') || ' ' || coalesce("service_name", ''), '._-', '   ') || ' ' || "body")) STORED;
CREATE INDEX "knowledge_articles_words" ON "knowledge_articles" USING gin ("words");

-- What begins with any of some words. Two letters begin too much, and words like "the" stand for nothing.
CREATE FUNCTION "any_beginning_of"("words" text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  coalesce((SELECT string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':*', ' | ')
    FROM unnest(to_tsvector('simple', "words")) WHERE length(lexeme) >= 3 AND length(to_tsvector('english', lexeme)) > 0), '')::tsquery;
