-- 008_about: deliveries name what they are about.

-- As the report named it, apart, so that a tick that folds need not copy it.
-- Without a row the first play that the delivery touched tells.
CREATE TABLE delivery_about (
	delivery_id INTEGER PRIMARY KEY REFERENCES delivery ON DELETE CASCADE,
	title       TEXT,                          -- of the work
	season      INTEGER,
	episode     INTEGER,                       -- the first one of a file with several
	part_title  TEXT                           -- of the episode
) STRICT;
