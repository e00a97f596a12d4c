-- 017_words: titles are found by their words.

-- The words of a work's title, as shared/base/fold.h makes them.
CREATE TABLE work_word (
	person_id INTEGER NOT NULL,                -- of the work
	word      TEXT NOT NULL,                   -- without case and accents
	work_id   INTEGER NOT NULL,
	PRIMARY KEY (person_id, word, work_id),
	FOREIGN KEY (work_id, person_id) REFERENCES work (id, person_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX work_word_work ON work_word (work_id, word);

-- Works from before, whose words are still to be made: SQL cannot fold them.
CREATE TABLE work_unread (
	work_id INTEGER NOT NULL PRIMARY KEY REFERENCES work ON DELETE CASCADE
) STRICT;
INSERT INTO work_unread SELECT id FROM work WHERE title IS NOT NULL;
