-- The chair's brief as it was frozen: its number, the moment of its figures, all that it says, and
-- the hash of that.
CREATE TABLE briefs (
    id            INTEGER NOT NULL PRIMARY KEY,
    conference_id BIGINT NOT NULL REFERENCES conferences (id),
    number        INTEGER NOT NULL,
    as_of         TIMESTAMP NOT NULL,
    made_by       BIGINT REFERENCES accounts (id),
    content       TEXT NOT NULL,
    hash          BLOB NOT NULL,
    UNIQUE (conference_id, number),
    CHECK (number > 0)
);
-- The secretary's words in place of what the rules say, for the next brief.
CREATE TABLE brief_texts (
    conference_id BIGINT NOT NULL REFERENCES conferences (id),
    key           TEXT NOT NULL,
    text          TEXT NOT NULL,
    edited_by     BIGINT REFERENCES accounts (id),
    edited_at     TIMESTAMP NOT NULL,
    version       INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (conference_id, key)
);

CREATE TRIGGER briefs_never_go BEFORE DELETE ON briefs BEGIN SELECT RAISE(ABORT, 'briefs are kept'); END;
CREATE TRIGGER briefs_stay BEFORE UPDATE ON briefs BEGIN SELECT RAISE(ABORT, 'briefs stay as frozen'); END;
