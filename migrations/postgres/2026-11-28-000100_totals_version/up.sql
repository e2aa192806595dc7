-- Goes up with every change of a kept total, so that what was read of them can be kept in memory
-- for as long as it is true.
ALTER TABLE directory_version ADD COLUMN totals BIGINT NOT NULL DEFAULT 1;
CREATE FUNCTION totals_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directory_version SET totals = totals + 1 WHERE id = 1;
    RETURN NULL;
END $$;
CREATE TRIGGER totals_changes_totals AFTER INSERT OR DELETE OR UPDATE ON totals
FOR EACH STATEMENT EXECUTE FUNCTION totals_changed();
CREATE TRIGGER due_totals_changes_totals AFTER INSERT OR DELETE OR UPDATE ON due_totals
FOR EACH STATEMENT EXECUTE FUNCTION totals_changed();
