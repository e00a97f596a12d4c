-- 032_guide: the episodes of a show, as the server that told of it lists them.

CREATE TABLE guide (
	work_id   INTEGER NOT NULL REFERENCES work ON DELETE CASCADE,
	season    INTEGER NOT NULL CHECK (season >= 0), -- 0 is the specials
	episode   INTEGER NOT NULL CHECK (episode >= 0),
	title     TEXT,
	air_ms    INTEGER,                         -- when it is broadcast first; NULL: not told
	length_ms INTEGER,                         -- NULL: not told
	PRIMARY KEY (work_id, season, episode)
) STRICT, WITHOUT ROWID;

ALTER TABLE origin ADD COLUMN guide_ms INTEGER NOT NULL DEFAULT 0;       -- not asked for before
ALTER TABLE origin ADD COLUMN guide_failures INTEGER NOT NULL DEFAULT 0; -- in a row
CREATE INDEX origin_guide ON origin (integration_id, guide_ms);

-- Edits that were made as one, and are undone as one: the number of the first.
ALTER TABLE edit ADD COLUMN batch INTEGER;  -- NULL: made alone
CREATE INDEX edit_batch ON edit (batch) WHERE batch IS NOT NULL;
