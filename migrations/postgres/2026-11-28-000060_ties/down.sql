DELETE FROM difficulty_links WHERE kind IN ('see_also', 'opposed');
ALTER TABLE difficulty_links DROP CONSTRAINT difficulty_links_kind_check;
ALTER TABLE difficulty_links ADD CONSTRAINT difficulty_links_kind_check
    CHECK (kind IN ('related', 'answered_with'));
