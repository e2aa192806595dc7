DROP TRIGGER conferences_changes_directory ON conferences;
DROP TRIGGER topic_groups_changes_directory ON topic_groups;
DROP TRIGGER conference_agencies_changes_directory ON conference_agencies;
DROP TRIGGER agencies_changes_directory ON agencies;
DROP TRIGGER calendar_days_changes_directory ON calendar_days;
DROP FUNCTION directory_changed();
DROP TABLE directory_version;
