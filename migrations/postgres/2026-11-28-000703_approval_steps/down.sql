DROP TABLE step_passes;
DROP TABLE approval_steps;
