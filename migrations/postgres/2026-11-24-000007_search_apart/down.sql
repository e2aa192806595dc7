CREATE TABLE difficulty_search (
    id     BIGINT   NOT NULL PRIMARY KEY,
    tokens TSVECTOR NOT NULL
);
INSERT INTO difficulty_search (id, tokens)
SELECT id * 2 + 0, tokens || array_to_tsvector(ARRAY['__staff']) FROM staff_search;
DROP TABLE staff_search;
INSERT INTO difficulty_search (id, tokens)
SELECT id * 2 + 1, tokens || array_to_tsvector(ARRAY['__public']) FROM public_search;
DROP TABLE public_search;
CREATE INDEX difficulty_search_tokens ON difficulty_search USING gin (tokens);
