-- Kept totals by the local day of the next date. Vietnam keeps UTC+7 all year.
CREATE TABLE due_totals (
    agency_id      BIGINT NOT NULL,
    due_on         DATE NOT NULL,
    status         TEXT NOT NULL,
    conference_id  BIGINT NOT NULL,
    topic_group_id BIGINT NOT NULL,
    restricted     BOOLEAN NOT NULL,
    count          INTEGER NOT NULL,
    PRIMARY KEY (agency_id, due_on, status, conference_id, topic_group_id, restricted)
) WITHOUT ROWID;
INSERT INTO due_totals (agency_id, due_on, status, conference_id, topic_group_id, restricted, count)
SELECT 0, date(next_due_at, '+7 hours'), status, conference_id, COALESCE(topic_group_id, 0), restricted, COUNT(*)
FROM difficulties WHERE next_due_at IS NOT NULL GROUP BY 2, 3, 4, 5, 6;
INSERT INTO due_totals (agency_id, due_on, status, conference_id, topic_group_id, restricted, count)
SELECT lead_agency_id, date(next_due_at, '+7 hours'), status, conference_id, COALESCE(topic_group_id, 0), restricted, COUNT(*)
FROM difficulties WHERE next_due_at IS NOT NULL AND lead_agency_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6;
