-- Acts on many rows at once: who confirmed which form, and what became of each row. The events of
-- the rows are the record; this tells whoever acted how it went, and what can be taken back.
CREATE TABLE bulk_acts (
    id         INTEGER NOT NULL PRIMARY KEY,
    form_token TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    kind       TEXT NOT NULL,
    back       TEXT NOT NULL,
    acted_at   TIMESTAMP NOT NULL,
    undone_at  TIMESTAMP
);
CREATE INDEX bulk_acts_by_account ON bulk_acts (account_id, acted_at);

CREATE TABLE bulk_rows (
    bulk_act_id   BIGINT NOT NULL REFERENCES bulk_acts (id),
    difficulty_id BIGINT NOT NULL REFERENCES difficulties (id),
    position      INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'moved', 'refused', 'undone')),
    why           TEXT NOT NULL DEFAULT '',
    version       INTEGER NOT NULL DEFAULT 0,
    was_status    TEXT NOT NULL,
    was_topic_id  BIGINT,
    PRIMARY KEY (bulk_act_id, difficulty_id)
);
