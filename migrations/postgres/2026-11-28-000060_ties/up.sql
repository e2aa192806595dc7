-- What people tie together by hand, beside what filing tied.
ALTER TABLE difficulty_links DROP CONSTRAINT difficulty_links_kind_check;
ALTER TABLE difficulty_links ADD CONSTRAINT difficulty_links_kind_check
    CHECK (kind IN ('related', 'answered_with', 'see_also', 'opposed'));
