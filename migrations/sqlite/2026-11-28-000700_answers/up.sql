-- What a draft answer says beside its words: the higher body, the warnings it was sent up with, and
-- a mark of its text by which the same text elsewhere is found.
CREATE TABLE response_parts (
    response_id BIGINT NOT NULL PRIMARY KEY REFERENCES responses (id),
    higher_body TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    warnings    TEXT NOT NULL
);
CREATE INDEX response_parts_by_text ON response_parts (fingerprint);

-- Promises as drafted, with the day as it was typed; they become commitments when it is approved.
CREATE TABLE draft_commitments (
    response_id BIGINT NOT NULL REFERENCES responses (id),
    position    INTEGER NOT NULL,
    text        TEXT NOT NULL,
    agency_id   BIGINT REFERENCES agencies (id),
    due         TEXT NOT NULL,
    PRIMARY KEY (response_id, position)
);

-- What a draft said each time it was saved.
CREATE TABLE response_saves (
    id          INTEGER NOT NULL PRIMARY KEY,
    response_id BIGINT NOT NULL REFERENCES responses (id),
    version     INTEGER NOT NULL,
    saved_by    BIGINT NOT NULL REFERENCES accounts (id),
    saved_at    TIMESTAMP NOT NULL,
    by_itself   BOOLEAN NOT NULL,
    content     TEXT NOT NULL
);
CREATE INDEX response_saves_by_response ON response_saves (response_id, id);

-- Documents an answer may rest on, and until when.
CREATE TABLE legal_grounds (
    id            INTEGER NOT NULL PRIMARY KEY,
    document      TEXT NOT NULL,
    number        TEXT NOT NULL,
    signed_on     DATE NOT NULL,
    issuer        TEXT NOT NULL,
    title         TEXT NOT NULL,
    article       TEXT NOT NULL,
    in_force_from DATE NOT NULL,
    in_force_to   DATE,
    folded        TEXT NOT NULL,
    version       INTEGER NOT NULL DEFAULT 1,
    CHECK (in_force_to IS NULL OR in_force_to >= in_force_from)
);
CREATE UNIQUE INDEX legal_grounds_once ON legal_grounds (number, issuer, article, signed_on);

CREATE TABLE response_grounds (
    response_id BIGINT NOT NULL REFERENCES responses (id),
    ground_id   BIGINT NOT NULL REFERENCES legal_grounds (id),
    PRIMARY KEY (response_id, ground_id)
);
CREATE INDEX response_grounds_by_ground ON response_grounds (ground_id);

-- Numbers of outgoing documents: each once, of an issuer, in a year.
CREATE TABLE document_numbers (
    agency_id   BIGINT NOT NULL REFERENCES agencies (id),
    year        INTEGER NOT NULL,
    number      INTEGER NOT NULL CHECK (number > 0),
    symbol      TEXT NOT NULL,
    issued_on   DATE NOT NULL,
    response_id BIGINT NOT NULL REFERENCES responses (id),
    PRIMARY KEY (agency_id, year, number)
);
CREATE INDEX document_numbers_by_response ON document_numbers (response_id);

CREATE TRIGGER document_numbers_never_change BEFORE UPDATE ON document_numbers BEGIN SELECT RAISE(ABORT, 'document numbers are kept'); END;
CREATE TRIGGER document_numbers_never_go BEFORE DELETE ON document_numbers BEGIN SELECT RAISE(ABORT, 'document numbers are kept'); END;
