-- 005_person: no name that PostgreSQL keeps for itself.

ALTER TABLE user RENAME TO person;             -- columns that point to it follow
DROP INDEX user_name;
CREATE UNIQUE INDEX person_name ON person (lower(name));
DROP INDEX session_user;
CREATE INDEX session_person ON session (user_id);
