-- 023_ask: servers that send are asked, too, for what one of their persons watched.

-- Whose viewings are asked for; NULL: nobody was chosen, so nothing is.
ALTER TABLE account ADD COLUMN person TEXT;                    -- the server's id of them
ALTER TABLE account ADD COLUMN person_name TEXT;
-- Not to be asked for them before, while it may be asked for shows (next_ms).
ALTER TABLE account ADD COLUMN pull_next_ms INTEGER NOT NULL DEFAULT 0;
-- The persons that it has: JSON, {"people": [{"id", "name"}, ...]}; NULL: unknown.
ALTER TABLE account ADD COLUMN people TEXT;

-- What is done with the viewings of the time before: they are counted, imported,
-- or only remembered ('skip'), so that those after them are told apart.
ALTER TABLE account ADD COLUMN past TEXT CHECK (past IN ('look', 'import', 'skip'));
ALTER TABLE account ADD COLUMN past_asked_ms INTEGER;          -- NULL: nobody wanted it
ALTER TABLE account ADD COLUMN past_started_ms INTEGER;        -- NULL: it waits, as the next
ALTER TABLE account ADD COLUMN past_ended_ms INTEGER;
ALTER TABLE account ADD COLUMN past_done INTEGER NOT NULL DEFAULT 0; -- rows so far, ...
ALTER TABLE account ADD COLUMN past_total INTEGER;             -- ... of so many; NULL: unknown
ALTER TABLE account ADD COLUMN past_summary TEXT;              -- in words, what there is
ALTER TABLE account ADD COLUMN past_error TEXT;                -- NULL: none

-- When the worker was at work last: whoever was away longer has missed webhooks.
CREATE TABLE awake (
	one    INTEGER PRIMARY KEY CHECK (one = 1),
	last_ms INTEGER NOT NULL
) STRICT;
