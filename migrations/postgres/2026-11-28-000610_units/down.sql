DROP INDEX difficulties_by_area;
DROP INDEX agency_successors_by_heir;
DROP INDEX area_successors_by_heir;
DROP INDEX areas_by_parent;
ALTER TABLE agencies DROP COLUMN area_id;
