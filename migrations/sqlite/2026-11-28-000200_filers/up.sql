-- Who an account files for, kept once and filled into the forms.
CREATE TABLE profiles (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    phone      TEXT NOT NULL,
    phone_e164 TEXT,
    email      TEXT,
    tax_code   TEXT,
    village    TEXT NOT NULL,
    commune    TEXT NOT NULL,
    area_id    BIGINT REFERENCES areas (id),
    workers    INTEGER,
    updated_at TIMESTAMP NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1
);

-- Whose account a submission stands in. What arrived never changes, so this stands beside it.
CREATE TABLE submission_owners (
    submission_id BIGINT NOT NULL PRIMARY KEY REFERENCES submissions (id),
    account_id    BIGINT NOT NULL REFERENCES accounts (id),
    since         TIMESTAMP NOT NULL
);
CREATE INDEX submission_owners_by_account ON submission_owners (account_id, submission_id);

-- The account that was signed in when a draft was written: it finds it again on every machine.
CREATE TABLE draft_owners (
    form_token TEXT NOT NULL PRIMARY KEY REFERENCES drafts (form_token) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id)
);
CREATE INDEX draft_owners_by_account ON draft_owners (account_id);

-- What an association was allowed by a member: for whom, between which days, and how it was said.
CREATE TABLE mandates (
    id             INTEGER NOT NULL PRIMARY KEY,
    association_id BIGINT NOT NULL REFERENCES accounts (id),
    kind           TEXT NOT NULL,
    name           TEXT NOT NULL,
    folded         TEXT NOT NULL,
    phone          TEXT NOT NULL,
    phone_e164     TEXT,
    email          TEXT,
    tax_code       TEXT,
    village        TEXT NOT NULL,
    commune        TEXT NOT NULL,
    area_id        BIGINT REFERENCES areas (id),
    valid_from     DATE NOT NULL,
    valid_to       DATE NOT NULL,
    given          TEXT NOT NULL CHECK (given IN ('paper', 'meeting', 'message', 'spoken')),
    given_note     TEXT NOT NULL,
    made_at        TIMESTAMP NOT NULL,
    ended_at       TIMESTAMP,
    ended_by       TEXT CHECK (ended_by IN ('member', 'association')),
    version        INTEGER NOT NULL DEFAULT 1,
    CHECK (valid_from <= valid_to)
);
CREATE INDEX mandates_by_association ON mandates (association_id, folded);

-- What was filed under which mandate; kept when the mandate ends.
CREATE TABLE mandate_submissions (
    submission_id BIGINT NOT NULL PRIMARY KEY REFERENCES submissions (id),
    mandate_id    BIGINT NOT NULL REFERENCES mandates (id)
);
CREATE INDEX mandate_submissions_by_mandate ON mandate_submissions (mandate_id, submission_id);

CREATE TRIGGER mandate_submissions_never_change BEFORE UPDATE ON mandate_submissions BEGIN SELECT RAISE(ABORT, 'under which mandate it was filed never changes'); END;
CREATE TRIGGER mandate_submissions_never_go BEFORE DELETE ON mandate_submissions BEGIN SELECT RAISE(ABORT, 'under which mandate it was filed never changes'); END;
CREATE TRIGGER mandates_never_go BEFORE DELETE ON mandates BEGIN SELECT RAISE(ABORT, 'a mandate ends, and its row stays'); END;
