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
