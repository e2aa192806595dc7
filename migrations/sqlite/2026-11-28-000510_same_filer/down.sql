DROP INDEX filers_by_phone;
