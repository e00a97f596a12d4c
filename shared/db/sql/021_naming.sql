-- 021_naming: what no id names is named once, by its person.

-- A work as its sender calls it, of reports without an id of a catalog.
CREATE TABLE thing (
	id             INTEGER PRIMARY KEY,
	integration_id INTEGER NOT NULL REFERENCES integration ON DELETE CASCADE,
	name           TEXT NOT NULL,              -- by which it is known again: 'show id 4f1c', 'movie title holiday 2019'
	kind           TEXT NOT NULL,
	title          TEXT,                       -- as it was reported first
	year           INTEGER,
	stack          TEXT,                       -- what the names of its files have in common
	-- Of its newest tick; see shared/actions/unnamed.c.
	run            TEXT,
	place          INTEGER,                    -- that its server keeps
	stretch        INTEGER,                    -- between which limits it is
	-- What its person said that it is.
	choice         TEXT CHECK (choice IN ('work', 'never')), -- NULL: nothing yet
	source         TEXT,                       -- the id of the work, as the next
	value          TEXT,
	season_shift   INTEGER NOT NULL DEFAULT 0, -- added to what is reported
	episode_shift  INTEGER NOT NULL DEFAULT 0,
	chosen_ms      INTEGER,
	UNIQUE (integration_id, name),
	CHECK ((choice IS NULL) = (chosen_ms IS NULL)),
	CHECK (choice <> 'work' OR value IS NOT NULL)
) STRICT;

CREATE INDEX thing_stack ON thing (integration_id, stack) WHERE stack IS NOT NULL;

ALTER TABLE delivery_about ADD COLUMN thing_id INTEGER REFERENCES thing ON DELETE SET NULL;
CREATE INDEX delivery_about_thing ON delivery_about (thing_id) WHERE thing_id IS NOT NULL;

-- The last report of a run that told something new, if the newest one did not:
-- as a delta from the first. NULL with a time: the first one.
ALTER TABLE delivery ADD COLUMN accepted BLOB;
ALTER TABLE delivery ADD COLUMN accepted_ms INTEGER;

-- Plays as they were before a choice, for its undo.
CREATE TABLE thing_play (
	thing_id     INTEGER NOT NULL REFERENCES thing ON DELETE CASCADE,
	play_id      INTEGER NOT NULL REFERENCES play ON DELETE CASCADE,
	state        TEXT NOT NULL,
	share        INTEGER NOT NULL,
	furthest     INTEGER NOT NULL,
	position_ms  INTEGER,
	duration_ms  INTEGER,
	session      TEXT,
	started_ms   INTEGER NOT NULL,
	updated_ms   INTEGER NOT NULL,
	completed_ms INTEGER,
	removed_ms   INTEGER,
	PRIMARY KEY (thing_id, play_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX thing_play_play ON thing_play (play_id);
