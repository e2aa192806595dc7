-- Goes up with every change of what the directory keeps in memory: conferences (but for the next
-- number, which every filing takes), topic groups, agencies, who takes part, the calendar.
CREATE TABLE directory_version (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO directory_version (id, version) VALUES (1, 1);
CREATE TRIGGER conferences_insert_changes_directory AFTER INSERT ON conferences
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER conferences_update_changes_directory AFTER UPDATE OF slug, reference_prefix, title_vi, title_en, short_vi, short_en, place_vi, place_en, chair_vi, chair_en, secretariat_id, held_at, filing_opens_at, filing_closes_at, intake_hours, urgent_intake_hours, handling_days, need_info_days, objection_days, escalation_days, hotline, facts_vi, facts_en, version ON conferences
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER conferences_delete_changes_directory AFTER DELETE ON conferences
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER topic_groups_insert_changes_directory AFTER INSERT ON topic_groups
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER topic_groups_update_changes_directory AFTER UPDATE ON topic_groups
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER topic_groups_delete_changes_directory AFTER DELETE ON topic_groups
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER conference_agencies_insert_changes_directory AFTER INSERT ON conference_agencies
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER conference_agencies_update_changes_directory AFTER UPDATE ON conference_agencies
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER conference_agencies_delete_changes_directory AFTER DELETE ON conference_agencies
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER agencies_insert_changes_directory AFTER INSERT ON agencies
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER agencies_update_changes_directory AFTER UPDATE ON agencies
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER agencies_delete_changes_directory AFTER DELETE ON agencies
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER calendar_days_insert_changes_directory AFTER INSERT ON calendar_days
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER calendar_days_update_changes_directory AFTER UPDATE ON calendar_days
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
CREATE TRIGGER calendar_days_delete_changes_directory AFTER DELETE ON calendar_days
BEGIN UPDATE directory_version SET version = version + 1 WHERE id = 1; END;
