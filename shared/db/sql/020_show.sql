-- 020_show: reports wait until their sender's server has said which show it is.

-- A delivery can wait.
DROP INDEX delivery_outcome;
ALTER TABLE delivery RENAME COLUMN outcome TO outcome_before;
ALTER TABLE delivery ADD COLUMN outcome TEXT NOT NULL DEFAULT 'ignored'
	CHECK (outcome IN ('tracked', 'duplicate', 'ignored', 'waiting', 'unmatched', 'refused'));
UPDATE delivery SET outcome = outcome_before;
ALTER TABLE delivery DROP COLUMN outcome_before;
CREATE INDEX delivery_outcome ON delivery (integration_id, outcome, id);

-- Is the server asked regularly for what changed? One that is not is asked for
-- the shows of episodes only.
ALTER TABLE account ADD COLUMN is_pulled INTEGER NOT NULL DEFAULT 1 CHECK (is_pulled IN (0, 1));

-- A show that the server of an integration is to be asked for. Gone with the
-- answer, which is kept as a fact.
CREATE TABLE question (
	id             INTEGER PRIMARY KEY,
	integration_id INTEGER NOT NULL REFERENCES integration ON DELETE CASCADE,
	show           TEXT NOT NULL,              -- the server's own id of it
	asked_ms       INTEGER NOT NULL,           -- when the first report named it
	failures       INTEGER NOT NULL DEFAULT 0, -- answers in a row that said nothing
	next_ms        INTEGER NOT NULL DEFAULT 0, -- not to be asked before
	UNIQUE (integration_id, show)
) STRICT;

-- A delivery that waits for the answer.
CREATE TABLE waiting (
	delivery_id INTEGER PRIMARY KEY REFERENCES delivery ON DELETE CASCADE,
	question_id INTEGER NOT NULL REFERENCES question ON DELETE CASCADE,
	since_ms    INTEGER NOT NULL
) STRICT;
CREATE INDEX waiting_question ON waiting (question_id, delivery_id);
