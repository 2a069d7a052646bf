-- The list of options as it stood when a person last took note of it: deflated JSON, only added. With it stand
-- the versions that it rested on and the state of the record, so that the worklist sees without reading it
-- whether either has changed.

CREATE TABLE lists (
    id         INTEGER PRIMARY KEY,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    at         TEXT NOT NULL,
    actor      TEXT NOT NULL,
    occasion   TEXT NOT NULL,
    versions   TEXT NOT NULL,
    record     TEXT NOT NULL,
    json       BLOB NOT NULL
) STRICT;
CREATE INDEX lists_patient ON lists (patient_id);

CREATE TRIGGER lists_update BEFORE UPDATE ON lists BEGIN SELECT RAISE(ABORT, 'lists are only added'); END;
CREATE TRIGGER lists_delete BEFORE DELETE ON lists
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE patient_id = OLD.patient_id)
BEGIN SELECT RAISE(ABORT, 'lists are only added'); END;
