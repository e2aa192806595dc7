-- What people tie together by hand, beside what filing tied.
CREATE TABLE difficulty_links_new (
    difficulty_id BIGINT NOT NULL REFERENCES difficulties (id),
    other_id      BIGINT NOT NULL REFERENCES difficulties (id),
    kind          TEXT NOT NULL CHECK (kind IN ('related', 'answered_with', 'see_also', 'opposed')),
    made_at       TIMESTAMP NOT NULL,
    PRIMARY KEY (difficulty_id, other_id, kind)
);
INSERT INTO difficulty_links_new SELECT difficulty_id, other_id, kind, made_at FROM difficulty_links;
DROP TABLE difficulty_links;
ALTER TABLE difficulty_links_new RENAME TO difficulty_links;
CREATE INDEX difficulty_links_by_other ON difficulty_links (other_id);
