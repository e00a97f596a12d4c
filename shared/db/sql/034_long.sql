-- 034_long: plays that lasted for more than a day, such as those of audiobooks.

-- Their time was spent on days before that of their completion.
CREATE INDEX play_long ON play (user_id, completed_ms)
	WHERE completed_ms - started_ms > 86400000 AND removed_ms IS NULL;

-- Works with an open play are few.
CREATE INDEX work_open ON work (person_id, kind, created_ms, open_plays) WHERE open_plays > 0;
