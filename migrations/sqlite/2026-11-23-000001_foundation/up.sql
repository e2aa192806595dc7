-- The foundation: who files, what arrives, what becomes of it, and the record of every change.
-- The same tables stand in both migration folders; only types and triggers differ.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Areas, agencies and villages keep their validity: codes were reused for other places on 1 July 2025.
CREATE TABLE areas (
    id         INTEGER NOT NULL PRIMARY KEY,
    code       TEXT NOT NULL,
    name_vi    TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('city', 'district', 'commune')),
    parent_id  BIGINT REFERENCES areas (id),
    valid_from DATE,
    valid_to   DATE,
    folded     TEXT NOT NULL
);
CREATE INDEX areas_by_name ON areas (folded);

CREATE TABLE area_successors (
    from_id BIGINT NOT NULL REFERENCES areas (id),
    to_id   BIGINT NOT NULL REFERENCES areas (id),
    is_main BOOLEAN NOT NULL,
    PRIMARY KEY (from_id, to_id)
);

CREATE TABLE craft_villages (
    id         INTEGER NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    craft_vi   TEXT NOT NULL,
    craft_en   TEXT NOT NULL,
    area_id    BIGINT REFERENCES areas (id),
    status_vi  TEXT NOT NULL,
    valid_from DATE,
    valid_to   DATE,
    folded     TEXT NOT NULL
);
CREATE INDEX craft_villages_by_name ON craft_villages (folded);

CREATE TABLE agencies (
    id         INTEGER NOT NULL PRIMARY KEY,
    code       TEXT NOT NULL UNIQUE,
    name_vi    TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    valid_from DATE,
    valid_to   DATE,
    sort_key   BLOB NOT NULL
);

CREATE TABLE agency_successors (
    from_id BIGINT NOT NULL REFERENCES agencies (id),
    to_id   BIGINT NOT NULL REFERENCES agencies (id),
    note    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (from_id, to_id)
);

CREATE TABLE calendar_days (
    on_date DATE NOT NULL PRIMARY KEY,
    effect  TEXT NOT NULL CHECK (effect IN ('off', 'work')),
    name_vi TEXT NOT NULL,
    status  TEXT NOT NULL CHECK (status IN ('official', 'check', 'estimate')),
    version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE conferences (
    id                    INTEGER NOT NULL PRIMARY KEY,
    slug                  TEXT NOT NULL UNIQUE,
    reference_prefix      TEXT NOT NULL UNIQUE,
    title_vi              TEXT NOT NULL,
    title_en              TEXT NOT NULL,
    short_vi              TEXT NOT NULL,
    short_en              TEXT NOT NULL,
    place_vi              TEXT NOT NULL,
    place_en              TEXT NOT NULL,
    chair_vi              TEXT NOT NULL,
    chair_en              TEXT NOT NULL,
    secretariat_id        BIGINT NOT NULL REFERENCES agencies (id),
    held_at               TIMESTAMP,
    filing_opens_at       TIMESTAMP NOT NULL,
    filing_closes_at      TIMESTAMP NOT NULL,
    intake_hours          INTEGER NOT NULL DEFAULT 8,
    urgent_intake_hours   INTEGER NOT NULL DEFAULT 4,
    handling_days         INTEGER NOT NULL DEFAULT 10,
    need_info_days        INTEGER NOT NULL DEFAULT 5,
    objection_days        INTEGER NOT NULL DEFAULT 5,
    escalation_days       INTEGER NOT NULL DEFAULT 20,
    hotline               TEXT NOT NULL DEFAULT '',
    facts_vi              TEXT NOT NULL DEFAULT '',
    facts_en              TEXT NOT NULL DEFAULT '',
    next_number           BIGINT NOT NULL DEFAULT 1,
    version               INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE topic_groups (
    id               INTEGER NOT NULL PRIMARY KEY,
    conference_id    BIGINT NOT NULL REFERENCES conferences (id),
    position         INTEGER NOT NULL,
    title_vi         TEXT NOT NULL,
    title_en         TEXT NOT NULL,
    short_vi         TEXT NOT NULL,
    short_en         TEXT NOT NULL,
    default_lead_id  BIGINT REFERENCES agencies (id),
    filing_closes_at TIMESTAMP,
    target_answer_on DATE,
    version          INTEGER NOT NULL DEFAULT 1,
    UNIQUE (conference_id, position)
);

CREATE TABLE conference_agencies (
    conference_id BIGINT NOT NULL REFERENCES conferences (id),
    agency_id     BIGINT NOT NULL REFERENCES agencies (id),
    PRIMARY KEY (conference_id, agency_id)
);

CREATE TABLE accounts (
    id             INTEGER NOT NULL PRIMARY KEY,
    sign_in_name   TEXT NOT NULL UNIQUE,
    display_name   TEXT NOT NULL,
    role           TEXT NOT NULL,
    agency_id      BIGINT REFERENCES agencies (id),
    password_hash  TEXT,
    failed_signins INTEGER NOT NULL DEFAULT 0,
    locked_until   TIMESTAMP,
    disabled_at    TIMESTAMP,
    created_at     TIMESTAMP NOT NULL,
    version        INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE activation_links (
    token_hash BLOB NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    expires_at TIMESTAMP NOT NULL,
    used_at    TIMESTAMP
);

-- What arrived, exactly as it arrived. The filer's particulars stand apart from the text,
-- so that erasing a person leaves what was asked.
CREATE TABLE filers (
    id              INTEGER NOT NULL PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('business', 'cooperative', 'household', 'association')),
    name            TEXT NOT NULL,
    phone           TEXT NOT NULL,
    phone_e164      TEXT,
    email           TEXT,
    tax_code        TEXT,
    village         TEXT NOT NULL,
    commune         TEXT NOT NULL,
    craft_village_id BIGINT REFERENCES craft_villages (id),
    area_id         BIGINT REFERENCES areas (id),
    workers         INTEGER,
    version         INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE submissions (
    id                  INTEGER NOT NULL PRIMARY KEY,
    conference_id       BIGINT NOT NULL REFERENCES conferences (id),
    filer_id            BIGINT NOT NULL REFERENCES filers (id),
    owner               TEXT NOT NULL DEFAULT '',
    form_token          TEXT NOT NULL,
    lookup_hash         BLOB NOT NULL UNIQUE,
    channel             TEXT NOT NULL,
    received_at         TIMESTAMP NOT NULL,
    is_late             BOOLEAN NOT NULL,
    entered_by          BIGINT REFERENCES accounts (id),
    topic_group_id      BIGINT REFERENCES topic_groups (id),
    identity_level      TEXT NOT NULL,
    publication_consent TEXT NOT NULL,
    names_official      BOOLEAN NOT NULL DEFAULT FALSE,
    consented_at        TIMESTAMP NOT NULL,
    title               TEXT NOT NULL,
    body                TEXT NOT NULL,
    ask                 TEXT NOT NULL,
    UNIQUE (owner, form_token)
);

CREATE TABLE logins (
    id            INTEGER NOT NULL PRIMARY KEY,
    token_hash    BLOB NOT NULL UNIQUE,
    account_id    BIGINT REFERENCES accounts (id),
    submission_id BIGINT REFERENCES submissions (id),
    created_at    TIMESTAMP NOT NULL,
    expires_at    TIMESTAMP NOT NULL,
    ended_at      TIMESTAMP,
    CHECK ((account_id IS NULL) <> (submission_id IS NULL))
);
CREATE INDEX logins_by_account ON logins (account_id);

CREATE TABLE drafts (
    token_hash BLOB NOT NULL PRIMARY KEY,
    form_token TEXT NOT NULL UNIQUE,
    content    TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE difficulties (
    id             INTEGER NOT NULL PRIMARY KEY,
    conference_id  BIGINT NOT NULL REFERENCES conferences (id),
    submission_id  BIGINT NOT NULL REFERENCES submissions (id),
    topic_group_id BIGINT REFERENCES topic_groups (id),
    number         BIGINT NOT NULL,
    reference      TEXT NOT NULL UNIQUE,
    status         TEXT NOT NULL,
    former_status  TEXT,
    publication    TEXT NOT NULL DEFAULT 'private',
    agenda_place   TEXT NOT NULL DEFAULT 'none',
    priority       TEXT NOT NULL DEFAULT 'normal',
    restricted     BOOLEAN NOT NULL DEFAULT FALSE,
    shielded       BOOLEAN NOT NULL DEFAULT FALSE,
    lead_agency_id BIGINT REFERENCES agencies (id),
    officer_id     BIGINT REFERENCES accounts (id),
    merged_into_id BIGINT REFERENCES difficulties (id),
    outcome        TEXT,
    next_party     TEXT,
    next_due_at    TIMESTAMP,
    due_on         DATE,
    received_at    TIMESTAMP NOT NULL,
    answered_at    TIMESTAMP,
    closed_at      TIMESTAMP,
    returns        INTEGER NOT NULL DEFAULT 0,
    reopenings     INTEGER NOT NULL DEFAULT 0,
    extensions     INTEGER NOT NULL DEFAULT 0,
    area_id        BIGINT REFERENCES areas (id),
    filer_kind     TEXT NOT NULL,
    version        INTEGER NOT NULL DEFAULT 1,
    title          TEXT NOT NULL,
    body           TEXT NOT NULL,
    ask            TEXT NOT NULL,
    UNIQUE (conference_id, number)
);
CREATE INDEX difficulties_by_submission ON difficulties (submission_id);
CREATE INDEX difficulties_by_due ON difficulties (status, next_due_at, id);
CREATE INDEX difficulties_by_lead ON difficulties (lead_agency_id, status, next_due_at, id);
CREATE INDEX difficulties_by_topic ON difficulties (conference_id, topic_group_id, status, next_due_at, id);
CREATE INDEX difficulties_by_officer ON difficulties (officer_id, status, next_due_at, id) WHERE officer_id IS NOT NULL;
CREATE INDEX difficulties_by_parent ON difficulties (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE named_persons (
    difficulty_id BIGINT NOT NULL REFERENCES difficulties (id),
    account_id    BIGINT NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (difficulty_id, account_id)
);
CREATE INDEX named_persons_by_account ON named_persons (account_id);

-- The only thing public pages read: what was redacted, seen and confirmed.
CREATE TABLE public_items (
    difficulty_id  BIGINT NOT NULL PRIMARY KEY REFERENCES difficulties (id),
    conference_id  BIGINT NOT NULL REFERENCES conferences (id),
    topic_group_id BIGINT REFERENCES topic_groups (id),
    reference      TEXT NOT NULL UNIQUE,
    status         TEXT NOT NULL,
    outcome        TEXT,
    lead_agency_id BIGINT REFERENCES agencies (id),
    filer_kind     TEXT NOT NULL,
    filer_label    TEXT NOT NULL,
    place_label    TEXT NOT NULL,
    title          TEXT NOT NULL,
    text           TEXT NOT NULL,
    answer_summary TEXT NOT NULL DEFAULT '',
    answer_text    TEXT NOT NULL DEFAULT '',
    answered_at    TIMESTAMP,
    is_public      BOOLEAN NOT NULL,
    published_at   TIMESTAMP,
    proposed_by    BIGINT REFERENCES accounts (id),
    confirmed_by   BIGINT REFERENCES accounts (id),
    version        INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX public_items_newest ON public_items (is_public, difficulty_id);
CREATE INDEX public_items_by_topic ON public_items (topic_group_id, is_public, difficulty_id);
CREATE INDEX public_items_by_agency ON public_items (lead_agency_id, is_public, difficulty_id);

CREATE TABLE assignments (
    id              INTEGER NOT NULL PRIMARY KEY,
    difficulty_id   BIGINT NOT NULL REFERENCES difficulties (id),
    agency_id       BIGINT NOT NULL REFERENCES agencies (id),
    role            TEXT NOT NULL CHECK (role IN ('lead', 'coordinating')),
    due_on          DATE NOT NULL,
    order_text      TEXT NOT NULL DEFAULT '',
    assigned_by     BIGINT REFERENCES accounts (id),
    assigned_at     TIMESTAMP NOT NULL,
    ended_at        TIMESTAMP,
    contribution    TEXT,
    contributed_at  TIMESTAMP,
    version         INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX assignments_by_difficulty ON assignments (difficulty_id);
CREATE INDEX assignments_by_agency ON assignments (agency_id, role, difficulty_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX one_open_lead ON assignments (difficulty_id) WHERE role = 'lead' AND ended_at IS NULL;
CREATE UNIQUE INDEX one_open_assignment ON assignments (difficulty_id, agency_id) WHERE ended_at IS NULL;

CREATE TABLE responses (
    id              INTEGER NOT NULL PRIMARY KEY,
    difficulty_id   BIGINT NOT NULL REFERENCES difficulties (id),
    number          INTEGER NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'sent_back', 'approved')),
    outcome         TEXT NOT NULL,
    summary         TEXT NOT NULL,
    body            TEXT NOT NULL,
    legal_grounds   TEXT NOT NULL DEFAULT '',
    document_number TEXT NOT NULL DEFAULT '',
    drafter_id      BIGINT NOT NULL REFERENCES accounts (id),
    drafted_at      TIMESTAMP NOT NULL,
    approver_id     BIGINT REFERENCES accounts (id),
    approved_at     TIMESTAMP,
    released_at     TIMESTAMP,
    version         INTEGER NOT NULL DEFAULT 1,
    UNIQUE (difficulty_id, number),
    CHECK (approver_id IS NULL OR approver_id <> drafter_id)
);

CREATE TABLE commitments (
    id            INTEGER NOT NULL PRIMARY KEY,
    difficulty_id BIGINT NOT NULL REFERENCES difficulties (id),
    response_id   BIGINT REFERENCES responses (id),
    agency_id     BIGINT NOT NULL REFERENCES agencies (id),
    text          TEXT NOT NULL,
    due_on        DATE NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
    evidence      TEXT NOT NULL DEFAULT '',
    done_at       TIMESTAMP,
    version       INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX commitments_by_difficulty ON commitments (difficulty_id);

-- Acts that wait for a second person; settled by the confirmation or by what overtakes it.
CREATE TABLE proposals (
    id            INTEGER NOT NULL PRIMARY KEY,
    difficulty_id BIGINT NOT NULL REFERENCES difficulties (id),
    action        TEXT NOT NULL,
    proposed_by   BIGINT REFERENCES accounts (id),
    proposed_at   TIMESTAMP NOT NULL,
    note          TEXT NOT NULL DEFAULT '',
    data          TEXT NOT NULL DEFAULT '{}',
    settled_at    TIMESTAMP
);
CREATE INDEX proposals_open ON proposals (difficulty_id) WHERE settled_at IS NULL;

-- One row per change; each carries the hash of the one before it in its conference.
CREATE TABLE events (
    id            INTEGER NOT NULL PRIMARY KEY,
    conference_id BIGINT NOT NULL REFERENCES conferences (id),
    seq           BIGINT NOT NULL,
    difficulty_id BIGINT REFERENCES difficulties (id),
    submission_id BIGINT REFERENCES submissions (id),
    party         TEXT NOT NULL,
    account_id    BIGINT REFERENCES accounts (id),
    agency_id     BIGINT REFERENCES agencies (id),
    action        TEXT NOT NULL,
    from_status   TEXT,
    to_status     TEXT,
    note_hash     BLOB NOT NULL DEFAULT X'',
    data          TEXT NOT NULL DEFAULT '{}',
    at            TIMESTAMP NOT NULL,
    prev_hash     BLOB NOT NULL,
    hash          BLOB NOT NULL,
    UNIQUE (conference_id, seq)
);
CREATE INDEX events_by_difficulty ON events (difficulty_id, seq);

-- What was typed with an event may name a person, so it stands beside the chain, which keeps only
-- its salted hash: erasing it by its own recorded act leaves the chain valid.
CREATE TABLE event_notes (
    event_id BIGINT NOT NULL PRIMARY KEY REFERENCES events (id),
    salt     BLOB NOT NULL,
    text     TEXT NOT NULL
);

CREATE TABLE notices (
    id            INTEGER NOT NULL PRIMARY KEY,
    event_id      BIGINT NOT NULL REFERENCES events (id),
    difficulty_id BIGINT REFERENCES difficulties (id),
    submission_id BIGINT REFERENCES submissions (id),
    agency_id     BIGINT REFERENCES agencies (id),
    account_id    BIGINT REFERENCES accounts (id),
    kind          TEXT NOT NULL,
    queued_at     TIMESTAMP NOT NULL,
    sent_at       TIMESTAMP
);
CREATE INDEX notices_waiting ON notices (queued_at) WHERE sent_at IS NULL;
CREATE INDEX notices_by_submission ON notices (submission_id) WHERE submission_id IS NOT NULL;

-- Kept totals: agency 0 stands for all agencies, topic group 0 for none yet.
CREATE TABLE totals (
    conference_id  BIGINT NOT NULL,
    agency_id      BIGINT NOT NULL,
    topic_group_id BIGINT NOT NULL,
    status         TEXT NOT NULL,
    restricted     BOOLEAN NOT NULL,
    is_public      BOOLEAN NOT NULL,
    count          BIGINT NOT NULL,
    PRIMARY KEY (conference_id, agency_id, topic_group_id, status, restricted, is_public)
);
CREATE INDEX totals_by_agency ON totals (agency_id, status);

-- Folded words, exact words, their neighbours and the facets lists filter by;
-- a difficulty n has its own text as document 2n and its redacted text as 2n + 1.
CREATE VIRTUAL TABLE difficulty_search USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);

CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER submissions_never_go BEFORE DELETE ON submissions BEGIN SELECT RAISE(ABORT, 'submissions are kept'); END;
CREATE TRIGGER difficulties_never_go BEFORE DELETE ON difficulties BEGIN SELECT RAISE(ABORT, 'difficulties are kept'); END;
CREATE TRIGGER responses_never_go BEFORE DELETE ON responses BEGIN SELECT RAISE(ABORT, 'responses are kept'); END;
CREATE TRIGGER submissions_as_arrived BEFORE UPDATE OF conference_id, form_token, channel, received_at, is_late, title, body, ask ON submissions
BEGIN SELECT RAISE(ABORT, 'submissions stay as they arrived'); END;
CREATE TRIGGER approved_responses_stay BEFORE UPDATE ON responses WHEN OLD.state = 'approved' AND (
    NEW.state <> OLD.state OR NEW.summary <> OLD.summary OR NEW.body <> OLD.body OR NEW.outcome <> OLD.outcome
    OR NEW.document_number <> OLD.document_number OR NEW.approver_id <> OLD.approver_id)
BEGIN SELECT RAISE(ABORT, 'approved responses stay as approved'); END;
