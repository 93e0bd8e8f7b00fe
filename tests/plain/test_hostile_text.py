"""Texts that look like commands, where there is no screen: in decks, plain lines and tables."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from srm_quiz.deckfiles.library import load
from srm_quiz.domain.reviews import Mode
from srm_quiz.plain import drill
from srm_quiz.study.scope import EVERYTHING
from tests.support.commandline import Shell
from tests.support.hostile import ESCAPES, Hostile, deck, expected
from tests.support.showing import HOSTILE


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_lines_hold_every_text_as_it_was_written(tmp_path: Path, text: str) -> None:
    world = Hostile(tmp_path / "home", text)
    lines = {"basic": ["h", ""], "choice": ["h", ""], "owner": [":h", "y"], "line": [":h", "y y"]}
    typed = [":hint", "zzz"]
    with world.open() as study:
        cards = list(study.library.cards())
        answers = [line for card in cards for line in (*lines.get(card.kind, typed), "1")]
        out = io.StringIO()
        drill.drill(
            study, io.StringIO("\n".join([*answers, ":q", ""])), out, scope=EVERYTHING, mode=Mode.CRAM
        )
    printed = out.getvalue()
    assert printed.replace("\n", "").isprintable()
    assert f"{len(cards)} answers, 0 % right" in printed
    hidden = {one for card in deck(text)["cards"] for one in card["tags"]} | set(deck(text)["tags"])
    wanted = {one for texts in expected(text).values() for one in texts} - hidden
    service = deck(text)["matrix"]["services"][0]["source"]
    assert sorted(one for one in wanted - {service} if one.strip() not in printed) == []


def texts_in(value: object) -> Iterator[str]:
    """Every text that is anywhere in the value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in (*value.keys(), *value.values()):
            yield from texts_in(part)
    elif isinstance(value, Iterable):
        for part in value:
            yield from texts_in(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


@pytest.mark.parametrize("escaped", [False, True], ids=["raw", "escaped"])
@pytest.mark.parametrize("unsafe", ESCAPES, ids=ascii)
def test_what_a_terminal_would_obey_is_refused_when_read_in_whatever_field(
    tmp_path: Path, unsafe: str, escaped: bool
) -> None:
    """Also where YAML's own way of writing it would bring it in by the back door."""
    good = json.dumps(deck("fine"))
    written = json.dumps(unsafe)[1:-1] if escaped else unsafe
    path = tmp_path / "deck.yaml"
    path.write_text(good, encoding="utf-8")
    assert unsafe not in "".join(texts_in(load([path], cache=None).decks))
    marks = re.findall(r"n\d+n", good)
    assert len(marks) > 40
    for mark in marks:
        path.write_text(good.replace(f"fine {mark}", f"fine {written} {mark}"), encoding="utf-8")
        library = load([path], cache=None)
        assert len(library.problems) > 0
        assert all(text.replace("\n", "").isprintable() for text in texts_in(library.decks))
        for problem in library.problems:
            assert problem.as_concise().isprintable()
            assert all(line.isprintable() for line in problem.as_text().split("\n"))


def test_the_table_of_decks_shows_titles_as_they_were_written(shell: Shell) -> None:
    for number, text in enumerate(HOSTILE):
        title = json.dumps(text, ensure_ascii=False)
        shell.own_deck(f"title: {title}\ncards: [{{question: A, answer: B}}]\n", f"d{number}.yaml")
    titles = [line.split("  ")[-1] for line in shell.lines("decks")]
    assert titles[2:] == list(HOSTILE)
    assert [one["title"] for one in shell.json("decks", "--json")][1:] == list(HOSTILE)
