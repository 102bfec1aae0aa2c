-- What a text is found by, at a cost that grows with its length and no faster: taking slices out of a list walks it from its start each
-- time, and one long path or line of base64 then held a transaction until it was cancelled. What is found stays the same.
-- Of more than 100,000 bytes only the first 25,000 characters count: a byte takes part in six entries, and a tsvector holds a megabyte.
CREATE OR REPLACE FUNCTION "search_words"(text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS E'
  SELECT coalesce(array_agg(DISTINCT entry), \'{}\') FROM (
    SELECT left(concat_ws(\'-\', word, lead(word, 1) OVER onward, lead(word, 2) OVER onward, lead(word, 3) OVER onward,
      lead(word, 4) OVER onward, lead(word, 5) OVER onward), 60) AS entry
    FROM search_names(CASE WHEN octet_length($1) > 100000 THEN left($1, 25000) ELSE $1 END) WITH ORDINALITY AS named(name, name_at),
      unnest(string_to_array(name, \'-\')) WITH ORDINALITY AS parted(word, word_at)
    WINDOW onward AS (PARTITION BY name_at ORDER BY word_at)) AS entries';
