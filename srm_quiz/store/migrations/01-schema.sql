-- Version 1. The log (reviews, marks, retractions, run_events) is the truth and only grows; progress is derived from it.
-- `seq` is the place in the log, counted over its tables: a clock can be set back, the log cannot.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Times are microseconds since 1970 in UTC, days ISO dates, offsets seconds east of UTC.
CREATE TABLE reviews (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    card TEXT NOT NULL,
    at INTEGER NOT NULL,
    day TEXT NOT NULL,
    utc_offset INTEGER NOT NULL,
    rollover INTEGER NOT NULL,
    rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
    verdict TEXT CHECK (verdict IN ('correct', 'close', 'wrong')),
    answer TEXT NOT NULL,
    seconds REAL NOT NULL,
    mode TEXT NOT NULL,
    before_state TEXT, before_step INTEGER, before_stability REAL, before_difficulty REAL,
    before_due_day TEXT, before_due_at INTEGER, before_last_day TEXT, before_reps INTEGER, before_lapses INTEGER,
    after_state TEXT, after_step INTEGER, after_stability REAL, after_difficulty REAL,
    after_due_day TEXT, after_due_at INTEGER, after_last_day TEXT, after_reps INTEGER, after_lapses INTEGER
) STRICT;
CREATE INDEX reviews_by_day ON reviews (day);
CREATE INDEX reviews_by_card ON reviews (card);

CREATE TABLE marks (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    card TEXT NOT NULL,
    at INTEGER NOT NULL,
    day TEXT NOT NULL,
    utc_offset INTEGER NOT NULL,
    rollover INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('bury', 'suspend', 'flag')),
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1))
) STRICT;
CREATE INDEX marks_by_day ON marks (day);
CREATE INDEX marks_by_card ON marks (card);

CREATE TABLE retractions (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    at INTEGER NOT NULL,
    day TEXT NOT NULL,
    utc_offset INTEGER NOT NULL,
    rollover INTEGER NOT NULL,
    retracted TEXT NOT NULL UNIQUE
) STRICT;

-- What happened in games and exams; `details` is JSON, and each game's own.
CREATE TABLE run_events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    run TEXT NOT NULL,
    mode TEXT NOT NULL,
    at INTEGER NOT NULL,
    day TEXT NOT NULL,
    utc_offset INTEGER NOT NULL,
    rollover INTEGER NOT NULL,
    kind TEXT NOT NULL,
    details TEXT NOT NULL
) STRICT;
CREATE INDEX run_events_by_mode ON run_events (mode, kind);
CREATE INDEX run_events_by_run ON run_events (run);

CREATE TABLE days (
    day TEXT PRIMARY KEY,
    goal INTEGER NOT NULL,
    due INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE progress (
    card TEXT PRIMARY KEY,
    state TEXT, step INTEGER, stability REAL, difficulty REAL,
    due_day TEXT, due_at INTEGER, last_day TEXT, reps INTEGER, lapses INTEGER,
    suspended INTEGER NOT NULL DEFAULT 0,
    flagged INTEGER NOT NULL DEFAULT 0,
    buried_on TEXT
) STRICT, WITHOUT ROWID;

-- INSERT OR REPLACE would pass by the triggers on DELETE, so there is one on INSERT too.
CREATE TRIGGER reviews_once BEFORE INSERT ON reviews
WHEN EXISTS (SELECT 1 FROM reviews WHERE id = new.id OR seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'this is in the log already'); END;
CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER reviews_last BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER marks_once BEFORE INSERT ON marks
WHEN EXISTS (SELECT 1 FROM marks WHERE id = new.id OR seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'this is in the log already'); END;
CREATE TRIGGER marks_stay BEFORE UPDATE ON marks BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER marks_last BEFORE DELETE ON marks BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER retractions_once BEFORE INSERT ON retractions
WHEN EXISTS (SELECT 1 FROM retractions WHERE id = new.id OR seq = new.seq OR retracted = new.retracted)
BEGIN SELECT RAISE(ABORT, 'this is in the log already'); END;
CREATE TRIGGER retractions_stay BEFORE UPDATE ON retractions BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER retractions_last BEFORE DELETE ON retractions BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER run_events_once BEFORE INSERT ON run_events
WHEN EXISTS (SELECT 1 FROM run_events WHERE id = new.id OR seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'this is in the log already'); END;
CREATE TRIGGER run_events_stay BEFORE UPDATE ON run_events BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER run_events_last BEFORE DELETE ON run_events BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER days_once BEFORE INSERT ON days WHEN EXISTS (SELECT 1 FROM days WHERE day = new.day)
BEGIN SELECT RAISE(ABORT, 'a day is decided once'); END;
CREATE TRIGGER days_stay BEFORE UPDATE ON days BEGIN SELECT RAISE(ABORT, 'a day is decided once'); END;
CREATE TRIGGER days_last BEFORE DELETE ON days BEGIN SELECT RAISE(ABORT, 'a day is decided once'); END;
