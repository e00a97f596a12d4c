-- 011_refusal: reports that were refused because too many came at once.

-- The latest run of them; a day without one ends it.
CREATE TABLE refusal (
	integration_id INTEGER PRIMARY KEY REFERENCES integration ON DELETE CASCADE,
	count          INTEGER NOT NULL CHECK (count > 0),
	since_ms       INTEGER NOT NULL,           -- the first
	last_ms        INTEGER NOT NULL
) STRICT;
