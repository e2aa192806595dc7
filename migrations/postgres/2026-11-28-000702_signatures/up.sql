-- An answer signed and held back until it is released with others; nobody outside reads it.
CREATE TABLE signatures (
    response_id     BIGINT NOT NULL PRIMARY KEY REFERENCES responses (id),
    approver_id     BIGINT NOT NULL REFERENCES accounts (id),
    signed_at       TIMESTAMP NOT NULL,
    document_number TEXT NOT NULL,
    taken_back_at   TIMESTAMP
);
