DROP TABLE returns;
DROP TABLE contributions;
DROP INDEX assignments_by_officer;
ALTER TABLE assignments DROP COLUMN officer_id;
