-- A letter is read passage by passage: each becomes a difficulty, joins one, or is set aside with
-- a reason. Offsets count letters of the story and the ask together, blank line between.
CREATE TABLE passages (
    id            INTEGER NOT NULL PRIMARY KEY,
    submission_id BIGINT NOT NULL REFERENCES submissions (id),
    starts_at     INTEGER NOT NULL,
    ends_at       INTEGER NOT NULL,
    quoted        TEXT NOT NULL,
    difficulty_id BIGINT REFERENCES difficulties (id),
    set_aside     TEXT,
    marked_at     TIMESTAMP NOT NULL,
    taken_back_at TIMESTAMP,
    CHECK (0 <= starts_at AND starts_at < ends_at),
    CHECK ((difficulty_id IS NULL) <> (set_aside IS NULL))
);
CREATE UNIQUE INDEX passages_that_stand ON passages (submission_id, starts_at) WHERE taken_back_at IS NULL;

CREATE TRIGGER passages_never_go BEFORE DELETE ON passages BEGIN SELECT RAISE(ABORT, 'passages are kept'); END;
CREATE TRIGGER passages_as_marked BEFORE UPDATE OF submission_id, starts_at, ends_at, quoted, difficulty_id, set_aside, marked_at ON passages
BEGIN SELECT RAISE(ABORT, 'passages stay as marked'); END;
