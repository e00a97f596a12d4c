-- 007_told: what a player told, and one sitting for each device.

ALTER TABLE sitting RENAME TO sitting_before;
CREATE TABLE sitting (
	user_id       INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	item_id       INTEGER NOT NULL REFERENCES item ON DELETE CASCADE,
	device        TEXT NOT NULL,               -- '' where the sender names none
	session       TEXT,                        -- the player's own name for it
	play_event_ms INTEGER,                     -- when its Play came; NULL: none heard
	heard_ms      INTEGER NOT NULL,            -- last report of it
	done          INTEGER NOT NULL CHECK (done IN (0, 1)), -- it completed its play
	-- What weighs against the server's word; 0 where nothing is known.
	told_ms       INTEGER NOT NULL DEFAULT 0,  -- when the player told its place last
	place_ms      INTEGER NOT NULL DEFAULT 0,  -- that place, in the whole file
	length_ms     INTEGER NOT NULL DEFAULT 0,  -- of that file
	longest_ms    INTEGER NOT NULL DEFAULT 0,  -- of any file of the item: what is much shorter is a trailer
	own_ms        INTEGER NOT NULL DEFAULT 0,  -- last report that was the player's own
	own_place_ms  INTEGER NOT NULL DEFAULT 0,  -- the place that the server kept then
	before_ms     INTEGER NOT NULL DEFAULT 0,  -- end of a viewing right before
	flags         INTEGER NOT NULL DEFAULT 0,  -- 1 paused, 2 stopped, 4 silent, 8 marked, 16 was played before, 32 followed
	PRIMARY KEY (item_id, user_id, device)
) STRICT, WITHOUT ROWID;
INSERT INTO sitting (user_id, item_id, device, session, play_event_ms, heard_ms, done)
	SELECT user_id, item_id, '', session, play_event_ms, heard_ms, done FROM sitting_before;
DROP TABLE sitting_before;

-- A film in several files: what their names have in common, and how long each
-- is. Only the first of them has ids.
CREATE TABLE stack (
	user_id   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	name      TEXT NOT NULL,                   -- folder and name up to "-part1"
	file      INTEGER NOT NULL CHECK (file > 0),
	work_id   INTEGER NOT NULL REFERENCES work ON DELETE CASCADE,
	files     INTEGER NOT NULL,                -- how many there are
	length    INTEGER NOT NULL,                -- in the sender's unit; 0: unknown
	PRIMARY KEY (user_id, name, file)
) STRICT, WITHOUT ROWID;
CREATE INDEX stack_work ON stack (work_id);
