DROP TABLE consents;
DROP TABLE redactions;
