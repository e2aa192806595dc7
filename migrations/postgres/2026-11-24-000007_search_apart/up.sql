-- Two indexes instead of one with even and odd documents: a public search costs what is public.
CREATE TABLE staff_search (
    id     BIGINT   NOT NULL PRIMARY KEY,
    tokens TSVECTOR NOT NULL
);
INSERT INTO staff_search (id, tokens)
SELECT id / 2, ts_delete(tokens, '__staff') FROM difficulty_search WHERE id % 2 = 0;
CREATE INDEX staff_search_tokens ON staff_search USING gin (tokens);
CREATE TABLE public_search (
    id     BIGINT   NOT NULL PRIMARY KEY,
    tokens TSVECTOR NOT NULL
);
INSERT INTO public_search (id, tokens)
SELECT id / 2, ts_delete(tokens, '__public') FROM difficulty_search WHERE id % 2 = 1;
CREATE INDEX public_search_tokens ON public_search USING gin (tokens);
DROP TABLE difficulty_search;
