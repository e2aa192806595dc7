DROP TABLE mandate_submissions;
DROP TABLE mandates;
DROP TABLE draft_owners;
DROP TABLE submission_owners;
DROP TABLE profiles;
