-- 018_quota: bodies that were dropped to make room for newer ones.

-- When that happened to the body of this row; NULL: never. A run of ticks may
-- have got a new body since.
ALTER TABLE delivery ADD COLUMN dropped_ms INTEGER;
