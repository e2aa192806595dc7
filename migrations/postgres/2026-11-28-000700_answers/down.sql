DROP TABLE document_numbers;
DROP TABLE response_grounds;
DROP TABLE legal_grounds;
DROP TABLE response_saves;
DROP TABLE draft_commitments;
DROP TABLE response_parts;
