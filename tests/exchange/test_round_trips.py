"""Every bundled deck goes out and comes back: what a format cannot hold is said, the rest is equal."""

from __future__ import annotations

from pathlib import Path

import pytest

from srm_quiz.deckfiles.deck_file import ParsedDeck, parse_deck
from srm_quiz.deckfiles.library import load
from srm_quiz.exchange.deck_notes import as_questions, deck_notes
from srm_quiz.exchange.registry import read_file, render
from srm_quiz.exchange.validate import validate

DECKS = [Path(deck.path) for deck in load([Path(__file__).parents[2] / "decks"], cache=None).decks]
MAY_BE_LOST = {"source", "hint", "why"}
"""What GIFT and Moodle XML have no place for, and say so for each note."""


def parsed(path: Path) -> ParsedDeck:
    found = parse_deck(str(path), path.read_bytes())
    assert found
    return found


@pytest.mark.parametrize("ending", [".csv", ".md", ".gift", ".xml"])
@pytest.mark.parametrize("deck", DECKS, ids=lambda path: path.stem)
def test_a_deck_comes_back_equal_but_for_what_was_said(deck: Path, ending: str, tmp_path: Path) -> None:
    source = parsed(deck)
    data, losses = render(source, ending)
    file = tmp_path / f"out{ending}"
    file.write_bytes(data)
    said = {loss.where for loss in losses}
    expected = deck_notes(source).notes if ending == ".csv" else as_questions(deck_notes(source))[0]
    if not expected:
        return
    valid = validate(read_file(file))
    assert not valid.losses and not valid.is_mostly_lost
    back = [dict(note) for imported in read_file(file).decks for note in imported.notes]
    assert len(back) == len(expected)
    for before, after in zip(expected, back, strict=True):
        after["id"] = before["id"] if ending == ".md" else after["id"]
        lost = before.keys() - after.keys()
        assert {**after, **{key: before[key] for key in lost}} == dict(before)
        assert lost <= MAY_BE_LOST and (not lost or str(before["question"]) in said)
