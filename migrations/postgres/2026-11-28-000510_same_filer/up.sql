-- The workbench names what else the same filer filed.
CREATE INDEX filers_by_phone ON filers (phone_e164);
