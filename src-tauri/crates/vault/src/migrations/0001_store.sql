-- Identity and what belongs to it. Numbers of patients, imports and sources are random, so that the audit log
-- can name them without naming a person.

CREATE TABLE vault (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    vault_id   TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE users (
    name       TEXT PRIMARY KEY,
    first_seen TEXT NOT NULL,
    last_seen  TEXT NOT NULL
) STRICT;

CREATE TABLE patients (
    id         TEXT PRIMARY KEY,
    mrn        TEXT,
    family     TEXT NOT NULL,
    given      TEXT NOT NULL,
    born       TEXT,
    -- Lower-cased words that the worklist searches: names, record number, identifiers, birth date.
    search     TEXT NOT NULL,
    patient    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX patients_mrn ON patients (mrn) WHERE mrn IS NOT NULL;

CREATE TABLE identifiers (
    patient_id TEXT NOT NULL REFERENCES patients (id),
    system     TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (system, value, patient_id)
) STRICT, WITHOUT ROWID;

-- An undone import keeps its rows; every reading leaves them out.
CREATE TABLE imports (
    id          TEXT PRIMARY KEY,
    patient_id  TEXT NOT NULL REFERENCES patients (id),
    at          TEXT NOT NULL,
    actor       TEXT NOT NULL,
    summary     TEXT NOT NULL,
    undone_at   TEXT,
    undone_by   TEXT
) STRICT;
CREATE INDEX imports_patient ON imports (patient_id);

CREATE TABLE sources (
    id          TEXT PRIMARY KEY,
    import_id   TEXT NOT NULL REFERENCES imports (id),
    patient_id  TEXT NOT NULL REFERENCES patients (id),
    sha256      TEXT NOT NULL,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    size        INTEGER NOT NULL
) STRICT;
CREATE INDEX sources_sha256 ON sources (sha256);
CREATE INDEX sources_import ON sources (import_id);
CREATE INDEX sources_patient ON sources (patient_id);

-- The original bytes, in parts so that neither SQLite's limit nor the memory decides how large a file may be.
CREATE TABLE source_parts (
    source_id TEXT NOT NULL REFERENCES sources (id),
    part      INTEGER NOT NULL,
    deflated  INTEGER NOT NULL CHECK (deflated IN (0, 1)),
    bytes     BLOB NOT NULL,
    PRIMARY KEY (source_id, part)
) STRICT;

CREATE TABLE record_items (
    id         INTEGER PRIMARY KEY,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    import_id  TEXT NOT NULL REFERENCES imports (id),
    source_id  TEXT NOT NULL REFERENCES sources (id),
    kind       TEXT NOT NULL,
    json       TEXT NOT NULL
) STRICT;
CREATE INDEX record_items_patient ON record_items (patient_id, kind);
CREATE INDEX record_items_import ON record_items (import_id);
CREATE INDEX record_items_source ON record_items (source_id);

-- The report of a genome as deflated JSON.
CREATE TABLE genomes (
    id         INTEGER PRIMARY KEY,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    import_id  TEXT NOT NULL REFERENCES imports (id),
    source_id  TEXT NOT NULL REFERENCES sources (id),
    json       BLOB NOT NULL
) STRICT;
CREATE INDEX genomes_patient ON genomes (patient_id);
CREATE INDEX genomes_import ON genomes (import_id);
CREATE INDEX genomes_source ON genomes (source_id);

-- A consent of an import goes when the import is undone; one that a person recorded has no import.
CREATE TABLE consents (
    id          INTEGER PRIMARY KEY,
    patient_id  TEXT NOT NULL REFERENCES patients (id),
    import_id   TEXT REFERENCES imports (id),
    scope       TEXT NOT NULL,
    decision    TEXT NOT NULL,
    json        TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    actor       TEXT NOT NULL
) STRICT;
CREATE INDEX consents_patient ON consents (patient_id);
CREATE INDEX consents_import ON consents (import_id);

-- Erasure is the one deed that may remove a consent: with the person, and only after it is written here.
CREATE TABLE erasures (
    patient_id TEXT PRIMARY KEY,
    at         TEXT NOT NULL,
    actor      TEXT NOT NULL
) STRICT;
CREATE TRIGGER erasures_update BEFORE UPDATE ON erasures BEGIN SELECT RAISE(ABORT, 'erasures are only added'); END;
CREATE TRIGGER erasures_delete BEFORE DELETE ON erasures BEGIN SELECT RAISE(ABORT, 'erasures are only added'); END;

CREATE TRIGGER consents_update BEFORE UPDATE ON consents BEGIN SELECT RAISE(ABORT, 'consents are only added'); END;
CREATE TRIGGER consents_delete BEFORE DELETE ON consents
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE patient_id = OLD.patient_id)
BEGIN SELECT RAISE(ABORT, 'consents are only added'); END;

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    detail   TEXT NOT NULL,
    previous BLOB NOT NULL,
    hash     BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_insert BEFORE INSERT ON audit
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'audit entries follow one another'); END;
CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit entries are only added'); END;
CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit entries are only added'); END;

-- Number and hash of the last entry under a key that the database key does not give away.
CREATE TABLE audit_seal (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    sealed BLOB NOT NULL
) STRICT;
