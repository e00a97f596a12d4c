-- 004_ticks: what a tick a second makes the disk do.

-- Old deliveries are found by their first report, which never changes; an index
-- of the last one was written at every tick.
DROP INDEX delivery_age;
CREATE INDEX delivery_age ON delivery (first_ms);

-- The newest body of a run of ticks, by what is different in the one that is
-- kept (shared/store/delta.h): NULL: nothing.
ALTER TABLE delivery ADD COLUMN patch BLOB;
