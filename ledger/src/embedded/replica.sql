-- What a node's copy of a ledger has besides the ledger itself. Once released this file is never edited.
-- All of it can be made again from the cluster; only the node's own identifier is new then.

CREATE TABLE replica (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    node BLOB NOT NULL CHECK (length(node) = 16),
    place_commit INTEGER, -- of the last record, in the cluster's log
    place_prepare INTEGER,
    own_recorded_at INTEGER, -- the latest time that this node has stamped, in microseconds
    clock_alarms INTEGER NOT NULL, -- records whose node and server were more than 5 s apart
    clock_apart_max_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE replica_place (
    position INTEGER PRIMARY KEY,
    place_commit INTEGER NOT NULL,
    place_prepare INTEGER NOT NULL
) STRICT;
