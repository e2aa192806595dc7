-- Who reads a draft of an agency before its leader does, one after the other.
CREATE TABLE approval_steps (
    id         INTEGER NOT NULL PRIMARY KEY,
    agency_id  BIGINT NOT NULL REFERENCES agencies (id),
    position   INTEGER NOT NULL,
    title      TEXT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    UNIQUE (agency_id, position)
);

CREATE TABLE step_passes (
    response_id BIGINT NOT NULL REFERENCES responses (id),
    position    INTEGER NOT NULL,
    account_id  BIGINT NOT NULL REFERENCES accounts (id),
    passed_at   TIMESTAMP NOT NULL,
    PRIMARY KEY (response_id, position)
);
