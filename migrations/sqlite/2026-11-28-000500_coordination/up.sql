-- Who works on it inside a coordinating agency; the lead's officer stands on the difficulty.
ALTER TABLE assignments ADD COLUMN officer_id BIGINT REFERENCES accounts (id);
CREATE INDEX assignments_by_officer ON assignments (officer_id) WHERE ended_at IS NULL;

-- What a coordinating agency wrote, version by version; one becomes its contribution when its own
-- leader confirms it.
CREATE TABLE contributions (
    id            INTEGER NOT NULL PRIMARY KEY,
    assignment_id BIGINT NOT NULL REFERENCES assignments (id),
    number        INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('opinion', 'none', 'not_ours')),
    text          TEXT NOT NULL,
    written_by    BIGINT REFERENCES accounts (id),
    written_at    TIMESTAMP NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('proposed', 'superseded', 'declined', 'confirmed')),
    decided_by    BIGINT REFERENCES accounts (id),
    decided_at    TIMESTAMP,
    UNIQUE (assignment_id, number)
);
CREATE UNIQUE INDEX one_contribution_waits ON contributions (assignment_id) WHERE state = 'proposed';

-- Every time an agency said "not ours": whose it would be in its opinion.
CREATE TABLE returns (
    id                  INTEGER NOT NULL PRIMARY KEY,
    difficulty_id       BIGINT NOT NULL REFERENCES difficulties (id),
    from_agency_id      BIGINT NOT NULL REFERENCES agencies (id),
    suggested_agency_id BIGINT REFERENCES agencies (id),
    number              INTEGER NOT NULL,
    note                TEXT NOT NULL,
    returned_at         TIMESTAMP NOT NULL,
    UNIQUE (difficulty_id, number)
);
CREATE INDEX returns_by_time ON returns (returned_at);

CREATE TRIGGER contributions_stay BEFORE UPDATE OF assignment_id, number, kind, text, written_by, written_at ON contributions BEGIN SELECT RAISE(ABORT, 'contributions stay as written'); END;
CREATE TRIGGER contributions_never_go BEFORE DELETE ON contributions BEGIN SELECT RAISE(ABORT, 'contributions are kept'); END;
CREATE TRIGGER returns_never_change BEFORE UPDATE OF difficulty_id, from_agency_id, suggested_agency_id, number, returned_at ON returns BEGIN SELECT RAISE(ABORT, 'returns are kept'); END;
CREATE TRIGGER returns_never_go BEFORE DELETE ON returns BEGIN SELECT RAISE(ABORT, 'returns are kept'); END;
