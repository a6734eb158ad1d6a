-- Version 1 of a ledger's file. Once released this file is never edited: a change is a further file.
-- Integer keys keep the write path short; the views at the end are for people.

CREATE TABLE ledger_identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL CHECK (length(id) = 16),
    synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
    secret BLOB NOT NULL CHECK (length(secret) = 32),
    digest BLOB NOT NULL CHECK (length(digest) = 32) -- of the rest, keyed with the secret
) STRICT;

CREATE TABLE stream (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE record (
    position INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    stream INTEGER NOT NULL REFERENCES stream (number),
    revision INTEGER NOT NULL,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL, -- microseconds since 1970-01-01T00:00:00Z
    author BLOB NOT NULL,
    agency BLOB NOT NULL,
    request BLOB NOT NULL,
    request_index INTEGER NOT NULL,
    request_digest BLOB NOT NULL,
    leaf BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX record_by_revision ON record (stream, revision);
CREATE UNIQUE INDEX record_by_entry ON record (stream, id);

-- The key is the record's position, shifted by 16 bits, and the part's number.
CREATE TABLE part (
    key INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    commitment BLOB NOT NULL,
    salt BLOB,
    text TEXT,
    CHECK ((salt IS NULL) = (text IS NULL))
) STRICT;

-- Records come one after another, each with its parts, and stay. INSERT OR REPLACE fires no DELETE
-- trigger, so the next place is asked for instead.
CREATE TRIGGER record_is_next BEFORE INSERT ON record
WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM record)
    OR EXISTS (SELECT 1 FROM record WHERE stream = NEW.stream AND revision = NEW.revision)
    OR EXISTS (SELECT 1 FROM record WHERE stream = NEW.stream AND id = NEW.id)
BEGIN
    SELECT raise(ABORT, 'a record has the next position and takes no other record''s place');
END;

CREATE TRIGGER record_is_not_changed BEFORE UPDATE ON record
BEGIN
    SELECT raise(ABORT, 'a record is never changed');
END;

CREATE TRIGGER record_is_not_deleted BEFORE DELETE ON record
BEGIN
    SELECT raise(ABORT, 'a record is never deleted');
END;

CREATE TRIGGER part_is_of_the_last_record BEFORE INSERT ON part
WHEN NEW.key >> 16 IS NOT (SELECT max(position) FROM record)
    OR NEW.key <= (SELECT max(key) FROM part)
BEGIN
    SELECT raise(ABORT, 'a part comes with its record and takes no other part''s place');
END;

CREATE TRIGGER part_is_only_emptied BEFORE UPDATE ON part
WHEN NEW.key IS NOT OLD.key
    OR NEW.kind IS NOT OLD.kind
    OR NEW.commitment IS NOT OLD.commitment
    OR NEW.salt IS NOT NULL
    OR NEW.text IS NOT NULL
BEGIN
    SELECT raise(ABORT, 'a part is never changed, except that it may be emptied');
END;

CREATE TRIGGER part_is_not_deleted BEFORE DELETE ON part
BEGIN
    SELECT raise(ABORT, 'a part is never deleted');
END;

CREATE TRIGGER stream_is_new BEFORE INSERT ON stream
WHEN EXISTS (SELECT 1 FROM stream WHERE number = NEW.number OR name = NEW.name)
BEGIN
    SELECT raise(ABORT, 'a stream takes no other stream''s place');
END;

CREATE TRIGGER stream_is_not_changed BEFORE UPDATE ON stream
BEGIN
    SELECT raise(ABORT, 'a stream is never renamed');
END;

CREATE TRIGGER stream_is_not_deleted BEFORE DELETE ON stream
BEGIN
    SELECT raise(ABORT, 'a stream is never deleted');
END;

CREATE TRIGGER identity_is_single BEFORE INSERT ON ledger_identity
WHEN EXISTS (SELECT 1 FROM ledger_identity)
BEGIN
    SELECT raise(ABORT, 'a ledger has one identity');
END;

CREATE TRIGGER identity_is_not_changed BEFORE UPDATE ON ledger_identity
BEGIN
    SELECT raise(ABORT, 'the identity of a ledger is never changed');
END;

CREATE TRIGGER identity_is_not_deleted BEFORE DELETE ON ledger_identity
BEGIN
    SELECT raise(ABORT, 'the identity of a ledger is never deleted');
END;

CREATE VIEW about AS
SELECT
    lower(substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-' || substr(hex(id), 13, 4)
        || '-' || substr(hex(id), 17, 4) || '-' || substr(hex(id), 21)) AS ledger,
    CASE synthetic WHEN 1 THEN 'invented people only' ELSE 'real people' END AS made_for,
    (SELECT count(*) FROM stream) AS streams,
    (SELECT coalesce(max(position), 0) FROM record) AS entries
FROM ledger_identity;

CREATE VIEW entries AS
SELECT
    record.position AS position,
    lower(substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-' || substr(hex(id), 13, 4)
        || '-' || substr(hex(id), 17, 4) || '-' || substr(hex(id), 21)) AS entry,
    stream.name AS stream,
    revision,
    type,
    version,
    strftime('%Y-%m-%dT%H:%M:%S', recorded_at / 1000000, 'unixepoch')
        || format('.%06dZ', recorded_at % 1000000) AS recorded_at,
    lower(substr(hex(author), 1, 8) || '-' || substr(hex(author), 9, 4) || '-'
        || substr(hex(author), 13, 4) || '-' || substr(hex(author), 17, 4) || '-'
        || substr(hex(author), 21)) AS author,
    lower(substr(hex(agency), 1, 8) || '-' || substr(hex(agency), 9, 4) || '-'
        || substr(hex(agency), 13, 4) || '-' || substr(hex(agency), 17, 4) || '-'
        || substr(hex(agency), 21)) AS agency,
    lower(substr(hex(request), 1, 8) || '-' || substr(hex(request), 9, 4) || '-'
        || substr(hex(request), 13, 4) || '-' || substr(hex(request), 17, 4) || '-'
        || substr(hex(request), 21)) AS request,
    request_index,
    (SELECT text FROM part WHERE key = record.position << 16 AND kind = 0) AS structure,
    lower(hex(leaf)) AS leaf
FROM record
JOIN stream ON stream.number = record.stream;

CREATE VIEW texts AS
SELECT
    part.key >> 16 AS position,
    stream.name AS stream,
    record.revision AS revision,
    record.type AS type,
    part.key & 65535 AS part,
    CASE kind WHEN 0 THEN 'structure' WHEN 1 THEN 'personal text' ELSE 'kind ' || kind END AS kind,
    text,
    CASE WHEN text IS NULL THEN 'yes' ELSE 'no' END AS emptied,
    lower(hex(commitment)) AS commitment
FROM part
JOIN record ON record.position = part.key >> 16
JOIN stream ON stream.number = record.stream;

CREATE VIEW streams AS
SELECT
    stream.name AS stream,
    (SELECT max(revision) + 1 FROM record WHERE record.stream = stream.number) AS entries,
    (SELECT position FROM record WHERE record.stream = stream.number AND revision = 0)
        AS first_position
FROM stream;
