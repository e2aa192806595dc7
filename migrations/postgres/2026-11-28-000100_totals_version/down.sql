DROP TRIGGER due_totals_changes_totals ON due_totals;
DROP TRIGGER totals_changes_totals ON totals;
DROP FUNCTION totals_changed();
ALTER TABLE directory_version DROP COLUMN totals;
