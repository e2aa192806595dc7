-- Two indexes instead of one with even and odd documents: a public search costs what is public.
-- The old index keeps no texts; its terms, read document by document, are its documents.
CREATE VIRTUAL TABLE staff_search USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
CREATE VIRTUAL TABLE public_search USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
CREATE VIRTUAL TABLE old_terms USING fts5vocab (difficulty_search, instance);
INSERT INTO staff_search (rowid, tokens)
SELECT doc / 2, group_concat(term, ' ') FROM old_terms WHERE doc % 2 = 0 AND term <> '__staff' GROUP BY doc;
INSERT INTO public_search (rowid, tokens)
SELECT doc / 2, group_concat(term, ' ') FROM old_terms WHERE doc % 2 = 1 AND term <> '__public' GROUP BY doc;
DROP TABLE old_terms;
DROP TABLE difficulty_search;
