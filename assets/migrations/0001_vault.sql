-- The vault: one account, its keys, its owners, tokens, secrets and events.
-- Times are milliseconds since 1970, UTC. Words are checked here as well as in the program.

CREATE TABLE vault (
    one           INTEGER PRIMARY KEY CHECK (one = 1),
    uuid          BLOB NOT NULL CHECK (length(uuid) = 16),
    brand         TEXT NOT NULL,
    unattended    TEXT NOT NULL DEFAULT '',
    created_at    INTEGER NOT NULL
) STRICT;

-- The public half of each key pair that values were sealed to; the newest seals.
CREATE TABLE vault_key (
    id            INTEGER PRIMARY KEY,
    public_key    BLOB NOT NULL UNIQUE CHECK (length(public_key) = 32),
    created_at    INTEGER NOT NULL
) STRICT;

-- A way to unlock: a passphrase or the recovery key, wrapping the slot's keys.
CREATE TABLE slot (
    id            BLOB PRIMARY KEY CHECK (length(id) = 16),
    sort          TEXT NOT NULL CHECK (sort IN ('passphrase', 'recovery')),
    operator      TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'auditor')),
    memory_kib    INTEGER NOT NULL,
    iterations    INTEGER NOT NULL,
    lanes         INTEGER NOT NULL,
    salt          BLOB NOT NULL,
    nonce         BLOB NOT NULL,
    wrapped       BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE owner (
    id            INTEGER PRIMARY KEY,
    kind          TEXT NOT NULL CHECK (kind IN ('account', 'project', 'bot', 'integration', 'external')),
    name          TEXT NOT NULL,
    folded        TEXT NOT NULL,
    project       INTEGER REFERENCES owner (id),
    external_id   TEXT,
    dashboard_url TEXT,
    note          TEXT NOT NULL DEFAULT '',
    created_at    INTEGER NOT NULL,
    archived_at   INTEGER,
    CHECK (project IS NULL OR kind IN ('bot', 'integration')),
    UNIQUE (kind, folded)
) STRICT;

CREATE UNIQUE INDEX owner_account ON owner (kind) WHERE kind = 'account';
CREATE INDEX owner_project ON owner (project) WHERE project IS NOT NULL;

CREATE TABLE token (
    id               TEXT PRIMARY KEY,
    kind             TEXT NOT NULL CHECK (kind IN ('account', 'project', 'pat', 'bot', 'integration', 'external')),
    owner            INTEGER NOT NULL REFERENCES owner (id),
    name             TEXT NOT NULL,
    folded           TEXT NOT NULL,
    scopes           TEXT NOT NULL DEFAULT '',
    expires_at       INTEGER,
    state            TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'revoked')),
    adopted          INTEGER NOT NULL DEFAULT 0 CHECK (adopted IN (0, 1)),
    note             TEXT NOT NULL DEFAULT '',
    created_at       INTEGER NOT NULL,
    state_changed_at INTEGER NOT NULL,
    rotated_at       INTEGER NOT NULL,
    CHECK (kind <> 'account' OR expires_at IS NULL)
) STRICT, WITHOUT ROWID;

-- Of an owner's tokens of one kind, no two that are not revoked share a name.
CREATE UNIQUE INDEX token_name ON token (owner, kind, folded) WHERE state <> 'revoked';
-- The account and each project have at most one token that is not revoked.
CREATE UNIQUE INDEX token_single ON token (owner, kind) WHERE kind IN ('account', 'project') AND state <> 'revoked';
-- Those revoked lately are still shown for some days.
CREATE INDEX token_revoked ON token (state_changed_at) WHERE state = 'revoked';

CREATE TABLE secret (
    token         TEXT NOT NULL REFERENCES token (id),
    version       INTEGER NOT NULL CHECK (version > 0),
    state         TEXT NOT NULL CHECK (state IN ('current', 'retiring', 'retired')),
    digest        BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    hint          TEXT NOT NULL,
    sealed        BLOB,
    key           INTEGER REFERENCES vault_key (id),
    created_at    INTEGER NOT NULL,
    grace_until   INTEGER,
    retired_at    INTEGER,
    PRIMARY KEY (token, version),
    CHECK ((sealed IS NULL) = (key IS NULL)),
    CHECK (state <> 'retired' OR sealed IS NULL),
    CHECK ((state = 'retiring') = (grace_until IS NOT NULL AND retired_at IS NULL)),
    CHECK ((state = 'retired') = (retired_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX secret_current ON secret (token) WHERE state = 'current';
CREATE UNIQUE INDEX secret_retiring ON secret (token) WHERE state = 'retiring';
CREATE INDEX secret_grace ON secret (grace_until) WHERE state = 'retiring';

-- History: each row's hash covers the one before.
CREATE TABLE event (
    seq           INTEGER PRIMARY KEY,
    at            INTEGER NOT NULL,
    actor         TEXT NOT NULL,
    address       TEXT,
    action        TEXT NOT NULL,
    outcome       TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
    token         TEXT,
    owner         INTEGER,
    subject       TEXT NOT NULL,
    detail        TEXT NOT NULL,
    hash          BLOB NOT NULL CHECK (length(hash) = 32),
    mac           BLOB CHECK (mac IS NULL OR length(mac) = 32)
) STRICT;

CREATE INDEX event_token ON event (token, seq) WHERE token IS NOT NULL;
