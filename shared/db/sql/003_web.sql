-- 003_web: signing in, and what people change by hand.

ALTER TABLE user ADD COLUMN time_zone TEXT;    -- "Europe/Berlin"; NULL: UTC

-- A browser that has signed in. What its cookie was is not stored.
CREATE TABLE session (
	id           INTEGER PRIMARY KEY,
	user_id      INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
	hash         BLOB NOT NULL UNIQUE,         -- BLAKE2b of the cookie, 32 octets
	created_ms   INTEGER NOT NULL,
	last_used_ms INTEGER NOT NULL,             -- to ten minutes
	user_agent   TEXT NOT NULL,                -- as the browser called itself, at the start
	remote       TEXT NOT NULL                 -- address, likewise
) STRICT;
CREATE INDEX session_user ON session (user_id);
CREATE INDEX session_age ON session (last_used_ms);

-- Failed attempts to sign in, by name and by address: who guesses must wait.
CREATE TABLE attempt (
	what     TEXT NOT NULL,                    -- 'name alice' or 'address 10.0.0.7'
	failures INTEGER NOT NULL,                 -- in a row
	last_ms  INTEGER NOT NULL,
	PRIMARY KEY (what)
) STRICT, WITHOUT ROWID;
CREATE INDEX attempt_age ON attempt (last_ms);

ALTER TABLE token ADD COLUMN last_used_from TEXT; -- address; NULL: never used

-- A play that its person took out no longer counts, and can be put back.
ALTER TABLE play ADD COLUMN removed_ms INTEGER;   -- NULL: it counts
DROP INDEX play_open;
CREATE UNIQUE INDEX play_open ON play (user_id, item_id)
	WHERE state = 'in_progress' AND removed_ms IS NULL;
CREATE INDEX play_completed ON play (user_id, completed_ms)
	WHERE completed_ms IS NOT NULL AND removed_ms IS NULL;

-- What a person changed by hand, with what stood there before.
CREATE TABLE edit (
	id          INTEGER PRIMARY KEY,
	user_id     INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
	work_id     INTEGER NOT NULL REFERENCES work ON DELETE CASCADE,
	play_id     INTEGER REFERENCES play ON DELETE CASCADE, -- NULL: an id was corrected
	deed        TEXT NOT NULL CHECK (deed IN ('added', 'completed', 'removed', 'id')),
	updated_ms  INTEGER,                       -- of a play before it was completed
	sitting_done INTEGER CHECK (sitting_done IN (0, 1)), -- its sitting before; NULL: it had none
	source      TEXT,                          -- of a corrected id, as the next two
	value_old   TEXT,                          -- NULL: there was none
	value_new   TEXT,                          -- NULL: it was removed
	at_ms       INTEGER NOT NULL,
	undone_ms   INTEGER                        -- NULL: it stands
) STRICT;
CREATE INDEX edit_work ON edit (work_id, user_id, id);
CREATE INDEX edit_play ON edit (play_id);

CREATE INDEX work_title ON work (lower(coalesce(title, '')), id);

-- A person pressed "yank now" or "test connection"; the answer comes later.
ALTER TABLE account ADD COLUMN asked_ms INTEGER;    -- the last "yank now"; NULL: never
ALTER TABLE account ADD COLUMN yanked_ms INTEGER;   -- start of the last run that ended, however it went
ALTER TABLE account ADD COLUMN yank_found INTEGER;  -- rows taken over by the last run that went well
ALTER TABLE account ADD COLUMN test_asked_ms INTEGER;
ALTER TABLE account ADD COLUMN tested_ms INTEGER;   -- start of the last test that ended
ALTER TABLE account ADD COLUMN test_error TEXT;     -- NULL: it went well
ALTER TABLE account ADD COLUMN test_greeting TEXT;  -- what the server said of itself and of whom the key is

-- When the address last greeted as such a server, without being shown the key.
-- NULL: not since it was entered, so the key goes nowhere yet.
ALTER TABLE account ADD COLUMN greeted_ms INTEGER;
-- Keys entered before had been greeted when they were, but for --unchecked.
UPDATE account SET greeted_ms = last_ok_ms;

-- What the program at the other end calls itself, so that an old one can be told
-- from a new one: "0.1.0"; NULL: it never did.
ALTER TABLE integration ADD COLUMN sender_version TEXT;

-- How many of which outcome, and which of them is the newest. Written with a
-- new row only, not with each tick that folds into one.
CREATE INDEX delivery_outcome ON delivery (integration_id, outcome, id);
