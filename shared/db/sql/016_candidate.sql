-- 016_candidate: servers that are checked before they are added.

-- Whose key it is there, as the server said when it was last tested.
ALTER TABLE account ADD COLUMN holder TEXT;     -- its name; NULL: not told yet
ALTER TABLE account ADD COLUMN holder_id TEXT;  -- the server's own id of it; NULL: it has none

-- A server that a person wants to add: it becomes an integration once it has
-- been asked. Kept for an hour.
CREATE TABLE candidate (
	id             INTEGER PRIMARY KEY,
	user_id        INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	provider       TEXT NOT NULL,
	name           TEXT NOT NULL,              -- of the integration, as the next three
	enabled        INTEGER NOT NULL CHECK (enabled IN (0, 1)),
	start_limit    INTEGER NOT NULL,
	complete_limit INTEGER NOT NULL,
	url            TEXT NOT NULL,
	credential     BLOB NOT NULL,              -- the key, encrypted with the key file; empty once it is added
	asked_ms       INTEGER NOT NULL,
	started_ms     INTEGER,                    -- when the server was asked; NULL: not yet
	ended_ms       INTEGER,                    -- NULL: there is no result yet
	error          TEXT,                       -- why it is not added; NULL: it is, or there is a question
	error_field    TEXT,                       -- what the error is about, as the API calls it
	question       TEXT,                       -- what the person is asked first
	greeting       TEXT,                       -- what the server said of itself and of whom the key is
	holder         TEXT,                       -- as of account
	holder_id      TEXT,
	integration_id INTEGER REFERENCES integration ON DELETE CASCADE -- that it became
) STRICT;
CREATE INDEX candidate_asked ON candidate (asked_ms);
CREATE INDEX candidate_user ON candidate (user_id, id);
CREATE INDEX candidate_integration ON candidate (integration_id);
