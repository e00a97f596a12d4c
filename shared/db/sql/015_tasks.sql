-- 015_tasks: what the worker does, from its beginning on.

-- Written before a server is asked. A run or a test that began later than the
-- last one ended is under way, or its program ended in the middle of it.
ALTER TABLE account ADD COLUMN started_ms INTEGER;      -- NULL: never, as the next
ALTER TABLE account ADD COLUMN test_started_ms INTEGER;
