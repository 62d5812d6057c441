-- What the verification service counts. Statistics only: this file may be deleted at any time, and is begun anew then.
-- `token` is the 60 bits of a token's public id as a number, and -1 where no token was known.
-- Instants are milliseconds since 1970 (UTC), hours and days are counted since 1970. `verdict` is a word of the program.
-- Addresses are 4 or 16 bytes; empty for unknown ones and for those that were too many to keep apart.

CREATE TABLE vault (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    uuid      BLOB NOT NULL CHECK (length(uuid) = 16),
    begun_at  INTEGER NOT NULL
) STRICT;

-- Days on which something was written here, as the clock told: how old things are is decided by these, see `prune`.
CREATE TABLE mark (
    day       INTEGER PRIMARY KEY
) STRICT;

-- The hour comes first: a flush touches one end of the table, and so does pruning.
CREATE TABLE hour (
    hour      INTEGER NOT NULL,
    token     INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    verdict   TEXT NOT NULL,
    calls     INTEGER NOT NULL,
    PRIMARY KEY (hour, token, version, verdict)
) STRICT, WITHOUT ROWID;

-- Hours that became old, added up.
CREATE TABLE day (
    day       INTEGER NOT NULL,
    token     INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    verdict   TEXT NOT NULL,
    calls     INTEGER NOT NULL,
    PRIMARY KEY (day, token, version, verdict)
) STRICT, WITHOUT ROWID;

-- First and last call of each secret; `used_at` is the last accepted one.
CREATE TABLE secret (
    token     INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    first_at  INTEGER NOT NULL,
    last_at   INTEGER NOT NULL,
    used_at   INTEGER,
    source    BLOB NOT NULL,
    PRIMARY KEY (token, version)
) STRICT, WITHOUT ROWID;

-- Where each secret is used from.
CREATE TABLE source (
    token     INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    address   BLOB NOT NULL,
    calls     INTEGER NOT NULL,
    refused   INTEGER NOT NULL,
    first_at  INTEGER NOT NULL,
    last_at   INTEGER NOT NULL,
    PRIMARY KEY (token, version, address)
) STRICT, WITHOUT ROWID;

-- Who called in each hour, whatever the token.
CREATE TABLE caller (
    hour      INTEGER NOT NULL,
    address   BLOB NOT NULL,
    calls     INTEGER NOT NULL,
    refused   INTEGER NOT NULL,
    first_at  INTEGER NOT NULL,
    last_at   INTEGER NOT NULL,
    PRIMARY KEY (hour, address)
) STRICT, WITHOUT ROWID;

-- Scopes that requests needed and were granted.
CREATE TABLE scope (
    token     INTEGER NOT NULL,
    scope     TEXT NOT NULL,
    last_at   INTEGER NOT NULL,
    PRIMARY KEY (token, scope)
) STRICT, WITHOUT ROWID;

-- The latest calls, for looking on.
CREATE TABLE call (
    seq       INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    token     INTEGER NOT NULL,
    version   INTEGER,
    gateway   TEXT NOT NULL,
    project   TEXT,
    method    TEXT NOT NULL,
    path      TEXT NOT NULL,
    scope     TEXT,
    source    BLOB NOT NULL,
    verdict   TEXT NOT NULL
) STRICT;
