CREATE VIRTUAL TABLE difficulty_search USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
CREATE VIRTUAL TABLE staff_search_terms USING fts5vocab (staff_search, instance);
INSERT INTO difficulty_search (rowid, tokens)
SELECT doc * 2 + 0, group_concat(term, ' ') || ' __staff' FROM staff_search_terms GROUP BY doc;
DROP TABLE staff_search_terms;
DROP TABLE staff_search;
CREATE VIRTUAL TABLE public_search_terms USING fts5vocab (public_search, instance);
INSERT INTO difficulty_search (rowid, tokens)
SELECT doc * 2 + 1, group_concat(term, ' ') || ' __public' FROM public_search_terms GROUP BY doc;
DROP TABLE public_search_terms;
DROP TABLE public_search;
