ALTER TABLE notices DROP COLUMN way;
DROP TABLE notice_choices;
DROP TABLE corrections;
DROP TABLE jobs;
DROP TABLE draft_browsers;
DROP INDEX drafts_by_link;
ALTER TABLE drafts DROP COLUMN link_hash;
