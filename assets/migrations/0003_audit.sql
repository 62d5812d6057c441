-- The audit: findings that somebody accepts for a while, reviews, and what scans saw. Findings themselves are not kept: they are
-- derived each time, and so are gone by themselves when their cause is.

-- One row is one acceptance: of a rule's finding on a token (empty: on the vault itself), for the cause that was seen then.
CREATE TABLE acceptance (
    token         TEXT NOT NULL,
    rule          TEXT NOT NULL,
    cause         TEXT NOT NULL,
    until         INTEGER NOT NULL,
    note          TEXT NOT NULL,
    actor         TEXT NOT NULL,
    at            INTEGER NOT NULL,
    PRIMARY KEY (token, rule)
) STRICT, WITHOUT ROWID;

-- A walk through tokens, one at a time. At most one is open. `*_seq` are the numbers of the events that tell of it.
CREATE TABLE review (
    id            INTEGER PRIMARY KEY,
    filter        TEXT NOT NULL,
    begun_at      INTEGER NOT NULL,
    begun_by      TEXT NOT NULL,
    begun_seq     INTEGER NOT NULL,
    closed_at     INTEGER,
    closed_by     TEXT,
    closed_seq    INTEGER,
    CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (closed_seq IS NULL))
) STRICT;

CREATE UNIQUE INDEX review_open ON review ((closed_at IS NULL)) WHERE closed_at IS NULL;

-- The tokens of a walk in their order. `facts` is what the reviewer was shown when they decided, as JSON.
CREATE TABLE review_item (
    review        INTEGER NOT NULL REFERENCES review (id),
    place         INTEGER NOT NULL,
    token         TEXT NOT NULL REFERENCES token (id),
    decision      TEXT CHECK (decision IN ('keep', 'rotate', 'revoke', 'snooze')),
    until         INTEGER,
    note          TEXT NOT NULL DEFAULT '',
    facts         TEXT NOT NULL DEFAULT '',
    decided_at    INTEGER,
    decided_by    TEXT,
    decided_seq   INTEGER,
    PRIMARY KEY (review, place),
    UNIQUE (review, token),
    CHECK ((decision IS NULL) = (decided_at IS NULL)),
    CHECK ((until IS NOT NULL) = (decision IS NOT NULL AND decision = 'snooze'))
) STRICT, WITHOUT ROWID;

CREATE INDEX review_item_token ON review_item (token, decided_at) WHERE decided_at IS NOT NULL;

-- Where scans saw a value: one row for each secret and place. `root` is what was scanned: a later scan of it that does not see the
-- value any more removes the row.
CREATE TABLE sighting (
    token         TEXT NOT NULL REFERENCES token (id),
    version       INTEGER NOT NULL,
    place         TEXT NOT NULL,
    root          TEXT NOT NULL,
    line          INTEGER NOT NULL,
    first_at      INTEGER NOT NULL,
    last_at       INTEGER NOT NULL,
    PRIMARY KEY (token, version, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX sighting_root ON sighting (root);

-- Who looked at a value, without reading all of history.
CREATE INDEX event_looked ON event (token, at, action, actor) WHERE token IS NOT NULL AND outcome = 'done' AND action IN ('reveal', 'copy');

-- The newest event with a keyed hash, which the next one covers, without reading past those that carry none.
CREATE INDEX event_keyed ON event (seq) WHERE mac IS NOT NULL;

-- Edits by time: what was granted lately is not called unused yet.
CREATE INDEX event_edit ON event (at, token) WHERE token IS NOT NULL AND outcome = 'done' AND action = 'edit';
