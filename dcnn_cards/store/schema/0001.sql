-- What happened, one row an event. Nothing here is ever changed or taken out.
CREATE TABLE event (
    id          TEXT NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),  -- UUIDv7
    device      TEXT NOT NULL,
    at          INTEGER NOT NULL CHECK (typeof(at) = 'integer'),  -- UTC, milliseconds since 1970
    day         INTEGER NOT NULL                                  -- study day, 1 = 0001-01-01
                CHECK (typeof(day) = 'integer' AND day BETWEEN 1 AND 3600000),
    deck        TEXT NOT NULL,
    card        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    grade       INTEGER CHECK (grade IN (1, 2, 3, 4)),            -- again, hard, good, easy
    thinking_ms INTEGER CHECK (thinking_ms >= 0),
    scheduler   TEXT,
    undoes      TEXT,                                             -- id of an event
    CHECK ((kind = 'review') = (grade IS NOT NULL)),
    CHECK ((kind = 'undo') = (undoes IS NOT NULL))
);
CREATE INDEX event_by_card ON event (deck, card);
CREATE INDEX event_by_day ON event (deck, day);

CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'the review log is append-only');
END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'the review log is append-only');
END;

-- What follows from the events of a card under one edition of a scheduler; can be derived again.
-- due to memory are NULL while the card is new. memory is a JSON array of numbers.
CREATE TABLE card_state (
    deck       TEXT NOT NULL,
    card       TEXT NOT NULL,
    edition    TEXT NOT NULL,
    due        INTEGER,
    interval   INTEGER,
    reviews    INTEGER,
    lapses     INTEGER,
    again      INTEGER,
    memory     TEXT,
    suspended  INTEGER NOT NULL,
    flagged    INTEGER NOT NULL,
    introduced INTEGER,
    buried     INTEGER,
    PRIMARY KEY (deck, card)
) WITHOUT ROWID;

-- Cards as they were typeset, to be shown without typesetting them again. A higher seq is newer.
CREATE TABLE block (
    seq   INTEGER PRIMARY KEY,
    key   TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
);

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
