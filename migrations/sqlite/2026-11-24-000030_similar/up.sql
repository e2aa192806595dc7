-- What ties one difficulty to another beside merging.
CREATE TABLE difficulty_links (
    difficulty_id BIGINT NOT NULL REFERENCES difficulties (id),
    other_id      BIGINT NOT NULL REFERENCES difficulties (id),
    kind          TEXT NOT NULL CHECK (kind IN ('related', 'answered_with')),
    made_at       TIMESTAMP NOT NULL,
    PRIMARY KEY (difficulty_id, other_id, kind)
);
CREATE INDEX difficulty_links_by_other ON difficulty_links (other_id);
