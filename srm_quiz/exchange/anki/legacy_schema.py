"""A collection of version 11: its tables, and the JSON that describes it."""

from __future__ import annotations

from typing import Any

from srm_quiz.exchange.anki.note_types import ExportTypes

DEFAULT_DECK = 1
"""The deck that every collection has."""

TABLES = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
  ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL,
  models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
  usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL,
  flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL,
  due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL,
  lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL,
  flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL,
  ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL,
  time integer NOT NULL, type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""
"""Version 11, which every Anki since 2012 reads."""


def configuration(position: int, minutes_west: int, rollover: int) -> dict[str, Any]:
    """The collection's settings: the last new card's position, its time zone, and when its days begin."""
    return {
        "activeDecks": [DEFAULT_DECK],
        "curDeck": DEFAULT_DECK,
        "curModel": ExportTypes.BASIC.value.id,
        "nextPos": position + 1,
        "schedVer": 2,
        "sched2021": True,
        "creationOffset": minutes_west,
        "rollover": rollover,
        "sortType": "noteFld",
        "sortBackwards": False,
        "addToCur": True,
        "dueCounts": True,
        "estTimes": True,
        "newSpread": 0,
        "timeLim": 0,
        "collapseTime": 1200,
        "dayLearnFirst": False,
    }


def deck_described(deck_id: int, name: str, description: str, modified: int) -> dict[str, Any]:
    """A deck as Anki keeps it; `modified` in seconds since 1970."""
    today = {key: [0, 0] for key in ("lrnToday", "revToday", "newToday", "timeToday")}
    return {
        "id": deck_id,
        "name": name,
        "desc": description,
        "mod": modified,
        "usn": -1,
        **today,
        "collapsed": False,
        "browserCollapsed": False,
        "dyn": 0,
        "conf": 1,
        "extendNew": 0,
        "extendRev": 0,
    }


def options_described(modified: int) -> dict[str, Any]:
    """Anki's own settings of a deck, as it has them by default."""
    return {
        "id": 1,
        "name": "Default",
        "mod": modified,
        "usn": -1,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "dyn": False,
        "new": {
            "bury": True,
            "delays": [1.0, 10.0],
            "initialFactor": 2500,
            "ints": [1, 4, 0],
            "order": 1,
            "perDay": 20,
        },
        "rev": {"bury": True, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2},
        "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
    }
