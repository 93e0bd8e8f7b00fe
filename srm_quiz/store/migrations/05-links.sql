-- Version 5. A reworded card without an id is another card to the program: a link says that the history of the old
-- one is the new one's. A reset says that a card's answer has changed so much that it is learnt anew from there on.
CREATE TABLE links (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    at INTEGER NOT NULL,
    day TEXT NOT NULL,
    utc_offset INTEGER NOT NULL,
    rollover INTEGER NOT NULL,
    old TEXT NOT NULL UNIQUE,
    new TEXT NOT NULL
) STRICT;
CREATE INDEX links_by_new ON links (new);
CREATE TABLE resets (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    at INTEGER NOT NULL,
    day TEXT NOT NULL,
    utc_offset INTEGER NOT NULL,
    rollover INTEGER NOT NULL,
    card TEXT NOT NULL
) STRICT;
CREATE INDEX resets_by_card ON resets (card);
CREATE TRIGGER links_stay BEFORE UPDATE ON links BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER links_last BEFORE DELETE ON links BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER resets_stay BEFORE UPDATE ON resets BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER resets_last BEFORE DELETE ON resets BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
-- What each card that was answered asked then, and what was right: so that an orphan can be told, and a change seen.
CREATE TABLE wordings (
    card TEXT PRIMARY KEY,
    prompt TEXT NOT NULL,
    answer TEXT NOT NULL,
    day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
