-- A draft's link, for going on with it on another machine, and the browsers that took it over.
ALTER TABLE drafts ADD COLUMN link_hash BLOB;
CREATE UNIQUE INDEX drafts_by_link ON drafts (link_hash);

CREATE TABLE draft_browsers (
    token_hash BLOB NOT NULL PRIMARY KEY,
    form_token TEXT NOT NULL REFERENCES drafts (form_token) ON DELETE CASCADE,
    taken_at   TIMESTAMP NOT NULL
);
CREATE INDEX draft_browsers_by_form ON draft_browsers (form_token);

-- What is done when its time has come, by whichever process is there first.
CREATE TABLE jobs (
    name         TEXT NOT NULL PRIMARY KEY,
    next_at      TIMESTAMP NOT NULL,
    leased_until TIMESTAMP
);

-- What the filer corrected before it was accepted: the words before and after, each time.
CREATE TABLE corrections (
    id            INTEGER NOT NULL PRIMARY KEY,
    difficulty_id BIGINT NOT NULL REFERENCES difficulties (id),
    event_id      BIGINT NOT NULL UNIQUE REFERENCES events (id),
    number        INTEGER NOT NULL,
    corrected_at  TIMESTAMP NOT NULL,
    salt          BLOB NOT NULL,
    title_before  TEXT NOT NULL,
    body_before   TEXT NOT NULL,
    ask_before    TEXT NOT NULL,
    title         TEXT NOT NULL,
    body          TEXT NOT NULL,
    ask           TEXT NOT NULL,
    UNIQUE (difficulty_id, number)
);

-- How a filer wants to be told; without a row: as they gave their contacts.
CREATE TABLE notice_choices (
    submission_id BIGINT NOT NULL PRIMARY KEY REFERENCES submissions (id),
    way           TEXT NOT NULL CHECK (way IN ('email', 'sms', 'nothing')),
    chosen_at     TIMESTAMP NOT NULL
);
ALTER TABLE notices ADD COLUMN way TEXT;

CREATE TRIGGER corrections_never_change BEFORE UPDATE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections are kept as made'); END;
CREATE TRIGGER corrections_never_go BEFORE DELETE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections are kept as made'); END;
