-- Goes up with every change of a kept total, so that what was read of them can be kept in memory
-- for as long as it is true.
ALTER TABLE directory_version ADD COLUMN totals BIGINT NOT NULL DEFAULT 1;
CREATE TRIGGER totals_insert_changes_totals AFTER INSERT ON totals
BEGIN UPDATE directory_version SET totals = totals + 1 WHERE id = 1; END;
CREATE TRIGGER totals_update_changes_totals AFTER UPDATE ON totals
BEGIN UPDATE directory_version SET totals = totals + 1 WHERE id = 1; END;
CREATE TRIGGER totals_delete_changes_totals AFTER DELETE ON totals
BEGIN UPDATE directory_version SET totals = totals + 1 WHERE id = 1; END;
CREATE TRIGGER due_totals_insert_changes_totals AFTER INSERT ON due_totals
BEGIN UPDATE directory_version SET totals = totals + 1 WHERE id = 1; END;
CREATE TRIGGER due_totals_update_changes_totals AFTER UPDATE ON due_totals
BEGIN UPDATE directory_version SET totals = totals + 1 WHERE id = 1; END;
CREATE TRIGGER due_totals_delete_changes_totals AFTER DELETE ON due_totals
BEGIN UPDATE directory_version SET totals = totals + 1 WHERE id = 1; END;
