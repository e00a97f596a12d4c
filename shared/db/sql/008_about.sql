-- 008_about: deliveries name what they are about.

-- As the report named it. NULL: it did not, or it is older than this column;
-- then the first play that it touched tells.
ALTER TABLE delivery ADD COLUMN title TEXT;       -- of the work
ALTER TABLE delivery ADD COLUMN season INTEGER;
ALTER TABLE delivery ADD COLUMN episode INTEGER;  -- the first one of a file with several
ALTER TABLE delivery ADD COLUMN part_title TEXT;  -- of the episode
