-- Goes up with every change of what the directory keeps in memory: conferences (but for the next
-- number, which every filing takes), topic groups, agencies, who takes part, the calendar.
CREATE TABLE directory_version (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO directory_version (id, version) VALUES (1, 1);
CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directory_version SET version = version + 1 WHERE id = 1;
    RETURN NULL;
END $$;
CREATE TRIGGER conferences_changes_directory AFTER INSERT OR DELETE OR UPDATE OF slug, reference_prefix, title_vi, title_en, short_vi, short_en, place_vi, place_en, chair_vi, chair_en, secretariat_id, held_at, filing_opens_at, filing_closes_at, intake_hours, urgent_intake_hours, handling_days, need_info_days, objection_days, escalation_days, hotline, facts_vi, facts_en, version ON conferences
FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER topic_groups_changes_directory AFTER INSERT OR DELETE OR UPDATE ON topic_groups
FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER conference_agencies_changes_directory AFTER INSERT OR DELETE OR UPDATE ON conference_agencies
FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER agencies_changes_directory AFTER INSERT OR DELETE OR UPDATE ON agencies
FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER calendar_days_changes_directory AFTER INSERT OR DELETE OR UPDATE ON calendar_days
FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
