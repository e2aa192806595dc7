-- Texts to start from: everybody's, or one agency's own. Seasons are month × 100 + day.
CREATE TABLE canned_answers (
    id             INTEGER NOT NULL PRIMARY KEY,
    agency_id      BIGINT REFERENCES agencies (id),
    topic_group_id BIGINT REFERENCES topic_groups (id),
    outcome        TEXT NOT NULL,
    title          TEXT NOT NULL,
    text           TEXT NOT NULL,
    season_from    INTEGER,
    season_to      INTEGER,
    retired_at     TIMESTAMP,
    folded         TEXT NOT NULL,
    changed_by     BIGINT NOT NULL REFERENCES accounts (id),
    changed_at     TIMESTAMP NOT NULL,
    version        INTEGER NOT NULL DEFAULT 1,
    CHECK ((season_from IS NULL) = (season_to IS NULL))
);
