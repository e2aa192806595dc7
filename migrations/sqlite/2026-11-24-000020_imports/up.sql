-- Sheets on their way in: the file as it was uploaded, how it is to be read, and its rows. Like
-- drafts they expire; what was filed from them stays, and so does who imported which file when.

CREATE TABLE imports (
    id            INTEGER NOT NULL PRIMARY KEY,
    token         TEXT NOT NULL UNIQUE,
    conference_id BIGINT NOT NULL REFERENCES conferences (id),
    account_id    BIGINT REFERENCES accounts (id),
    file_name     TEXT NOT NULL,
    file_hash     BLOB NOT NULL,
    file_size     BIGINT NOT NULL,
    file          BLOB,
    state         TEXT NOT NULL CHECK (state IN ('open', 'checked', 'stored')),
    plan          TEXT NOT NULL,
    row_count     INTEGER NOT NULL DEFAULT 0,
    ok_count      INTEGER NOT NULL DEFAULT 0,
    warning_count INTEGER NOT NULL DEFAULT 0,
    error_count   INTEGER NOT NULL DEFAULT 0,
    same_count    INTEGER NOT NULL DEFAULT 0,
    created_at    TIMESTAMP NOT NULL,
    expires_at    TIMESTAMP NOT NULL,
    stored_at     TIMESTAMP,
    version       INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX imports_by_account ON imports (account_id, created_at);
-- One file is imported into one conference once, whoever is first.
CREATE UNIQUE INDEX imports_once ON imports (conference_id, file_hash) WHERE state = 'stored';

CREATE TABLE import_rows (
    import_id     BIGINT NOT NULL REFERENCES imports (id),
    number        INTEGER NOT NULL,
    is_hidden     BOOLEAN NOT NULL,
    cells         TEXT NOT NULL,
    verdict       TEXT NOT NULL DEFAULT '',
    place         TEXT NOT NULL DEFAULT '',
    fingerprint   BLOB,
    same_as_row   INTEGER,
    same_as_id    BIGINT REFERENCES submissions (id),
    submission_id BIGINT REFERENCES submissions (id),
    PRIMARY KEY (import_id, number)
);
CREATE INDEX import_rows_by_verdict ON import_rows (import_id, verdict, number);
CREATE INDEX import_rows_stored ON import_rows (fingerprint) WHERE submission_id IS NOT NULL;

-- What a column of that name was taken for, the last time this account imported one.
CREATE TABLE import_columns (
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    header     TEXT NOT NULL,
    field      TEXT NOT NULL,
    PRIMARY KEY (account_id, header)
);
