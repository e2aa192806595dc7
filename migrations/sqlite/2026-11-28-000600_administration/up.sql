-- The record of what belongs to no conference: accounts, units, signing in. One chain, in the
-- style of the conferences' own.
CREATE TABLE system_events (
    id         INTEGER NOT NULL PRIMARY KEY,
    seq        BIGINT NOT NULL UNIQUE,
    account_id BIGINT REFERENCES accounts (id),
    action     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    subject_id BIGINT,
    data       TEXT NOT NULL DEFAULT '{}',
    at         TIMESTAMP NOT NULL,
    prev_hash  BLOB NOT NULL,
    hash       BLOB NOT NULL
);
CREATE TRIGGER system_events_never_change BEFORE UPDATE ON system_events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER system_events_never_go BEFORE DELETE ON system_events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

-- What one administrator asked for and a second one must confirm.
CREATE TABLE account_requests (
    id         INTEGER NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    kind       TEXT NOT NULL CHECK (kind IN ('role', 'enable', 'link')),
    role       TEXT NOT NULL,
    agency_id  BIGINT REFERENCES agencies (id),
    asked_by   BIGINT NOT NULL REFERENCES accounts (id),
    asked_at   TIMESTAMP NOT NULL,
    settled_at TIMESTAMP,
    settled_by BIGINT REFERENCES accounts (id),
    confirmed  BOOLEAN NOT NULL DEFAULT FALSE,
    CHECK (NOT confirmed OR settled_by <> asked_by)
);
CREATE UNIQUE INDEX one_open_account_request ON account_requests (account_id) WHERE settled_at IS NULL;
