"""Banks in every common layout are read right, or refused with the reason; no key is ever wrong."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from srm_quiz.exchange.markdown import reader
from srm_quiz.exchange.model import Imported
from tests.support.banks import QUESTIONS, STARTERS, Bank, bank, banks

BANKS = list(banks())
EXPECTED = [
    (question, [{"right" if place in right else "wrong": text} for place, text in enumerate(texts)])
    for question, texts, right in QUESTIONS
]
RIGHT = {texts[place] for _, texts, right in QUESTIONS for place in right}
TEXTS = {text for _, texts, _ in QUESTIONS for text in texts}
WORDS = {
    *TEXTS,
    "locks the racks?",
    "are yours?",
    "wipes old disks?",
    "o it is 1x",
    "o it is 2x",
    "o it is 3x",
}
NOT_READ = {
    ("paragraph", "tick"),  # a list with ticks below a paragraph may be anybody's list of things done
    ("paragraph", "bold"),
}


def read_notes(found: Imported) -> list[tuple[object, object]]:
    return [
        (note["question"], note.get("choices", note.get("answer")))
        for deck in found.decks
        for note in deck.notes
    ]


@pytest.mark.parametrize("starter", STARTERS)
def test_a_layout_is_read_right_or_refused_and_reported(starter: str) -> None:
    check_layouts([one for one in BANKS[::3] if one.name.startswith(f"{starter}, ")])


@pytest.mark.soak
def test_every_layout_is_read_right_or_refused_and_reported() -> None:
    check_layouts(BANKS)


def check_layouts(layouts: list[Bank]) -> None:
    for one in layouts:
        found = reader.read(one.text, "Mine")
        if any(one.name.startswith(f"{begin}, {option}, ") for begin, option in NOT_READ):
            assert not found.decks and found.losses, one.name
        else:
            assert read_notes(found) == EXPECTED, one
            assert not found.losses, one


def mutations(one: Bank, random: Random) -> list[str]:
    """The bank with a line doubled, removed, swapped with the next one, or indented."""
    lines = one.text.split("\n")
    at = random.randrange(len(lines) - 1)
    swapped = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
    return [
        "\n".join(changed)
        for changed in (
            [*lines[: at + 1], *lines[at:]],
            [*lines[:at], *lines[at + 1 :]],
            swapped,
            [*lines[:at], f"    {lines[at]}", *lines[at + 1 :]],
        )
    ]


def check_mutated(text: str) -> None:
    """No option is right that the bank does not mark, and every word of it is in a note or reported."""
    found = reader.read(text, "Mine")
    for deck in found.decks:
        for note in deck.notes:
            for option in note.get("choices", ()):
                assert not isinstance(option, str)
                assert option.get("right", next(iter(RIGHT))) in RIGHT, (text, dict(note))
            assert note["question"] not in TEXTS, (text, dict(note))
    kept = " ".join(str(dict(note)) for deck in found.decks for note in deck.notes)
    reported = {int(loss.where.split(":")[0].removeprefix("line ")): loss.what for loss in found.losses}
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        for words in WORDS:
            if words in line and words not in kept:
                starts = [start for start in reported if start <= number]
                assert starts, (words, text)
                assert "note" in reported[max(starts)] or all(lines[max(starts) - 1 : number]), (words, text)


def mutated(count: int, seed: int) -> list[str]:
    random = Random(seed)
    return [text for one in random.sample(BANKS, count) for text in mutations(one, random)]


def test_a_bank_with_a_line_doubled_removed_swapped_or_indented_marks_no_wrong_option() -> None:
    for text in mutated(100, 22):
        check_mutated(text)


@pytest.mark.soak
def test_many_mutated_banks_mark_no_wrong_option() -> None:
    for seed in range(10):
        for text in mutated(500, seed):
            check_mutated(text)


def test_a_bank_of_many_questions_names_the_form_it_was_read_in() -> None:
    found = reader.read(bank("numbered heading", "letter in list", "bold label").text, "Mine")
    assert found.form == "questions under headings of rank 3, options as letters"
    assert (found.understood > 0, found.left_out) == (True, 0)


def test_questions_in_different_forms_are_all_found() -> None:
    texts = [bank(starter, "letter", "label").text for starter in islice(STARTERS, 0, None, 4)]
    found = reader.read("\n".join(texts), "Mine")
    assert [question for question, _ in read_notes(found)] == [question for question, _ in EXPECTED] * len(
        texts
    )
