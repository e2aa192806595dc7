-- Nothing is deleted: a database is taken back by restoring a backup made before the upgrade.
SELECT 1;
