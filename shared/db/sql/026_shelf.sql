-- 026_shelf: how a person's library is sorted and laid out.

ALTER TABLE person ADD COLUMN library_view TEXT NOT NULL DEFAULT 'grid'
	CHECK (library_view IN ('grid', 'list'));

-- The title as shared/base/fold.h makes it for sorting: without case, accents and
-- an article at its beginning. '' where there is none.
ALTER TABLE work ADD COLUMN sort_title TEXT NOT NULL DEFAULT '';
DROP INDEX work_title;
CREATE INDEX work_title ON work (person_id, sort_title, id);

-- Works from before get it with their words: SQL cannot fold them.
UPDATE work SET sort_title = lower(title) WHERE title IS NOT NULL;
INSERT INTO work_unread SELECT id FROM work WHERE title IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM work_unread u WHERE u.work_id = work.id);

-- How pages look to this person.
ALTER TABLE person ADD COLUMN clock TEXT NOT NULL DEFAULT '24' CHECK (clock IN ('24', '12'));
ALTER TABLE person ADD COLUMN theme TEXT NOT NULL DEFAULT 'system'
	CHECK (theme IN ('system', 'light', 'dark'));
