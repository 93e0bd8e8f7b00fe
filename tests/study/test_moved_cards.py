"""Cards that a deck calls merged or renamed keep the history of what they were."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from srm_quiz.deckfiles.library import Library, load
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.reviews import MarkKind
from srm_quiz.domain.scheduling import Rating
from srm_quiz.study.moves import follow_moves, moved_to
from srm_quiz.study.relink import deck_changes, record_wordings
from tests.support.commandline import Shell
from tests.support.logbook import POLICY, Logbook
from tests.support.worlds import key

NAMES = [f"n{number:02}" for number in range(40)]


def deck(names: list[str], moved: dict[str, str] | None = None) -> str:
    notes = "".join(f"\n  - {{id: {name}, question: What is {name}?, answer: A {name}}}" for name in names)
    moves = "".join(f"\n  {old}: {new}" for old, new in (moved or {}).items())
    return f"title: World\nid: world\ncards:{notes}\n" + (f"moved:{moves}\n" if moves else "")


def library(folder: Path, **decks: str) -> Library:
    for path in folder.glob("*.yaml"):
        path.unlink()
    for name, text in decks.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = load([folder], cache=None)
    assert not found.problems
    return found


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Logbook]:
    book = Logbook(tmp_path / "progress.db")
    yield book
    book.store.close()


def follow(book: Logbook, decks: Library) -> None:
    follow_moves(decks, book.store, book.clock.moment, POLICY)


def test_a_year_of_answers_follows_cards_that_were_renamed_merged_and_moved_to_another_deck(
    book: Logbook, tmp_path: Path
) -> None:
    chance = random.Random(4)
    for _ in range(365):
        for name in chance.sample(NAMES[:36], 6):
            book.answer(name, chance.choices([*Rating], [2, 1, 6, 1])[0])
        book.clock.advance(days=1)
    book.mark("n05", MarkKind.FLAG)
    record_wordings(library(tmp_path, world=deck(NAMES)), book.store)
    before = {name: (book.store.history(key(name)), book.standing(key(name))) for name in NAMES}
    counts = Counter({name: len(history) for name, (history, _) in before.items()})

    renamed = {f"n{number:02}": f"other/m{number:02}" for number in range(10)}
    merged = {f"n{number:02}": "both" for number in (10, 11, 12)}
    into_known = {"n13": "n20"}
    gone = {*renamed, *merged, *into_known}
    now = library(
        tmp_path,
        world=deck(
            [*(name for name in NAMES if name not in gone), "both"], {**renamed, **merged, **into_known}
        ),
        other=deck([name.replace("n", "m") for name in renamed]).replace("world", "other", 1),
    )
    follow(book, now)

    for old, new in renamed.items():
        history, standing = before[old]
        assert book.store.history(CardKey(f"{new}#1")) == history
        assert book.standing(CardKey(f"{new}#1")) == standing
    best = max(merged, key=lambda name: (counts[name], name))
    assert book.store.history(key("both")) == before[best][0]
    assert book.standing(key("n20")) == before["n20"][1], "a card with answers of its own keeps them"
    for name in set(NAMES) - gone:
        assert (book.store.history(key(name)), book.standing(key(name))) == before[name]
    assert len(list(book.store.reviews())) == counts.total()
    assert book.store.rebuild(POLICY).changed == 0
    assert not deck_changes(now, book.store).reworded and not deck_changes(now, book.store).gone


def test_it_is_done_once(book: Logbook, tmp_path: Path) -> None:
    book.answer("a")
    now = library(tmp_path, world=deck(["b"], {"a": "b"}))
    follow(book, now)
    history = book.store.history(key("b"))
    follow(book, now)
    assert book.store.history(key("b")) == history and len(history) == 1


@pytest.mark.parametrize(
    ("names", "moved", "heir"),
    [
        (["b"], {"a": "b"}, "b"),
        (["c"], {"a": "b", "b": "c"}, "c"),
        (["a", "b"], {"a": "b"}, None),
        (["c"], {"a": "a2", "a2": "a"}, None),
        (["c"], {"x": "c"}, None),
        (["c"], {"a#1": "c"}, "c"),
        (["c"], {"a#2": "c"}, None),
    ],
)
def test_a_card_that_is_gone_is_followed_from_name_to_name(
    tmp_path: Path, names: list[str], moved: dict[str, str], heir: str | None
) -> None:
    (tmp_path / "world.yaml").write_text(deck(names, moved), encoding="utf-8")
    assert moved_to(key("a"), load([tmp_path], cache=None)) == (key(heir) if heir else None)


def test_cards_of_a_note_go_to_the_cards_of_the_same_number_or_to_the_only_one(tmp_path: Path) -> None:
    text = "title: W\nid: world\nmoved: {two: pair, one: pair, many: single}\ncards:\n" + (
        "- {id: pair, cloze: '{{a}} and {{b}}'}\n- {id: single, question: q, answer: a}\n"
    )
    decks = library(tmp_path, world=text)
    found = {
        name: moved_to(CardKey(f"world/{name}"), decks) for name in ("two#1", "two#2", "two#3", "many#2")
    }
    assert found == {
        "two#1": "world/pair#1",
        "two#2": "world/pair#2",
        "two#3": None,
        "many#2": "world/single#1",
    }


def test_a_learner_who_opens_the_program_after_an_update_finds_the_card_known(shell: Shell) -> None:
    (shell.home / "bundled" / "world.yaml").unlink()
    shell.own_deck(deck(["old"]))
    shell.learn("reveal", "good")
    shell.own_deck(deck(["new"], {"old": "new"}))
    assert shell("drill", "--plain", "--limit", "1") == 0
    assert shell.json("status", "--json")["new"] == 0
    assert shell("relink") == 0 and "Nothing was left behind" in shell.out
