-- Files that came with a draft, a submission or a message. The bytes lie in the store under `key`;
-- a row without its file, or a file without its row, is what `doithoai check` looks for.

CREATE TABLE attachments (
    id            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    key           TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('jpeg', 'png', 'webp', 'pdf', 'doc', 'docx', 'xls', 'xlsx')),
    size          BIGINT NOT NULL CHECK (size > 0),
    sha256        BLOB NOT NULL,
    scan          TEXT NOT NULL CHECK (scan IN ('none', 'waiting', 'clean', 'found')),
    scanned_at    TIMESTAMP,
    created_at    TIMESTAMP NOT NULL,
    -- Until it is sent: the token of the form it will be sent with.
    form_token    TEXT,
    submission_id BIGINT REFERENCES submissions (id),
    -- With a message: whose, and the event that records it.
    difficulty_id BIGINT REFERENCES difficulties (id),
    event_id      BIGINT REFERENCES events (id),
    CHECK ((form_token IS NULL) <> (submission_id IS NULL)),
    CHECK (difficulty_id IS NULL OR submission_id IS NOT NULL)
);
CREATE INDEX attachments_by_form ON attachments (form_token);
CREATE INDEX attachments_by_submission ON attachments (submission_id);
CREATE INDEX attachments_waiting ON attachments (scan) WHERE scan = 'waiting';

CREATE TRIGGER attachments_as_arrived BEFORE UPDATE OF key, name, kind, size, sha256, created_at ON attachments
BEGIN SELECT RAISE(ABORT, 'files stay as they arrived'); END;
CREATE TRIGGER attachments_stay_sent BEFORE UPDATE OF form_token, submission_id, difficulty_id, event_id ON attachments WHEN OLD.submission_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'sent files stay where they are'); END;
CREATE TRIGGER attachments_never_go BEFORE DELETE ON attachments WHEN OLD.submission_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'sent files are kept'); END;
