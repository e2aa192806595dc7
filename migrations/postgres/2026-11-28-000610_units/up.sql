-- Units that change: a committee knows its area, and who came before is found by an index.
ALTER TABLE agencies ADD COLUMN area_id BIGINT REFERENCES areas (id);
CREATE INDEX areas_by_parent ON areas (parent_id);
CREATE INDEX area_successors_by_heir ON area_successors (to_id);
CREATE INDEX agency_successors_by_heir ON agency_successors (to_id);

CREATE INDEX difficulties_by_area ON difficulties (area_id);
