-- Counts of an import, so that the worklist does not count the rows of every record.
ALTER TABLE imports ADD COLUMN items INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN genomes INTEGER NOT NULL DEFAULT 0;
UPDATE imports SET
    items = (SELECT count(*) FROM record_items r WHERE r.import_id = imports.id),
    genomes = (SELECT count(*) FROM genomes g WHERE g.import_id = imports.id);

-- What a clinician decided, with the options as they stood: deflated JSON, only added.

CREATE TABLE decisions (
    id         INTEGER PRIMARY KEY,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    at         TEXT NOT NULL,
    actor      TEXT NOT NULL,
    json       BLOB NOT NULL
) STRICT;
CREATE INDEX decisions_patient ON decisions (patient_id);

CREATE TRIGGER decisions_update BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
CREATE TRIGGER decisions_delete BEFORE DELETE ON decisions
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE patient_id = OLD.patient_id)
BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
