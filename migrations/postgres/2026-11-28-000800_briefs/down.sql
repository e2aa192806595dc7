DROP TABLE brief_texts;
DROP TABLE briefs;
