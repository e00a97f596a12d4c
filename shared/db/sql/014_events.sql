-- 014_events: the event ids of a long run of ticks are bounded.

ALTER TABLE event ADD COLUMN number INTEGER NOT NULL DEFAULT 0; -- which one of its delivery, by delivery.count
DROP INDEX event_delivery;
CREATE INDEX event_delivery ON event (delivery_id, number);
