-- 025_routing: one hook serves several people, by the accounts of its sender.

ALTER TABLE integration ADD COLUMN is_shared INTEGER NOT NULL DEFAULT 0 CHECK (is_shared IN (0, 1)); -- its reports go to whom their account was given
ALTER TABLE integration ADD COLUMN hook_id INTEGER REFERENCES integration ON DELETE SET NULL; -- the shared one that its reports come through; NULL: none
CREATE UNIQUE INDEX integration_hook ON integration (hook_id, user_id) WHERE hook_id IS NOT NULL;

-- An account of the sender of a shared hook. Without to_id, and not ignored, it
-- is a stranger's: its reports wait.
CREATE TABLE sender_account (
	id             INTEGER PRIMARY KEY,
	integration_id INTEGER NOT NULL REFERENCES integration ON DELETE CASCADE, -- the hook
	known_as       TEXT NOT NULL,              -- 'id 4f1c', else 'name alice', case-folded; '' nobody is named
	name           TEXT,                       -- as the sender gives it, as the next
	sender_id      TEXT,
	to_id          INTEGER REFERENCES integration ON DELETE SET NULL, -- of the person who has it
	is_ignored     INTEGER NOT NULL DEFAULT 0 CHECK (is_ignored IN (0, 1)),
	created_ms     INTEGER NOT NULL,
	-- Of a stranger's newest tick; as of thing.
	run            TEXT,
	place          INTEGER,
	stretch        INTEGER,
	turn           INTEGER NOT NULL DEFAULT 0, -- counts its runs and stretches: ticks of one fold
	UNIQUE (integration_id, known_as),
	CHECK (to_id IS NULL OR is_ignored = 0)
) STRICT;
CREATE INDEX sender_account_to ON sender_account (to_id) WHERE to_id IS NOT NULL;

-- A report of a stranger, which waits.
CREATE TABLE stranger (
	delivery_id INTEGER PRIMARY KEY REFERENCES delivery ON DELETE CASCADE,
	account_id  INTEGER NOT NULL REFERENCES sender_account ON DELETE CASCADE
) STRICT;
CREATE INDEX stranger_account ON stranger (account_id, delivery_id);
