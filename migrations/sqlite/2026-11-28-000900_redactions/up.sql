-- The text with the marks of whoever redacted it: staff's alone, each time a new row.
CREATE TABLE redactions (
    id            INTEGER NOT NULL PRIMARY KEY,
    difficulty_id BIGINT NOT NULL REFERENCES difficulties (id),
    number        INTEGER NOT NULL,
    made_by       BIGINT REFERENCES accounts (id),
    made_at       TIMESTAMP NOT NULL,
    title         TEXT NOT NULL,
    text          TEXT NOT NULL,
    UNIQUE (difficulty_id, number)
);

-- What the filer chose after filing about the public's reading, with the words they were shown.
CREATE TABLE consents (
    id            INTEGER NOT NULL PRIMARY KEY,
    submission_id BIGINT NOT NULL REFERENCES submissions (id),
    number        INTEGER NOT NULL,
    level         TEXT NOT NULL CHECK (level IN ('private', 'anonymous', 'named')),
    wording       TEXT NOT NULL,
    given_at      TIMESTAMP NOT NULL,
    UNIQUE (submission_id, number)
);
CREATE TRIGGER consents_never_change BEFORE UPDATE ON consents BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END;
CREATE TRIGGER consents_never_go BEFORE DELETE ON consents BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END;
