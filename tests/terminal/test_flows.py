"""Textual as a user gets it: whole flows in a pseudo-terminal, nothing replaced, read off the screen."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.transcripts import DECK

pytest.importorskip("pty", reason="pseudo-terminals are POSIX's")

from tests.support.pty_terminal import PtyTerminal

ONE_CARD = """\
title: One card
id: one
cards:
  - {id: a, question: Who replaces failed disks?, answer: AWS}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with the deck of every kind among its own decks."""
    decks = tmp_path / "home" / "decks"
    decks.mkdir(parents=True)
    (decks / "world.yaml").write_text(DECK, encoding="utf-8")
    return tmp_path / "home"


def stored(home: Path, question: str) -> int:
    """A number that the progress file knows."""
    with sqlite3.connect(f"file:{home / 'progress.db'}?mode=ro", uri=True) as progress:
        return int(progress.execute(question).fetchone()[0])


def answered(home: Path) -> int:
    """How many answers stand in the log and have not been taken back."""
    return stored(home, "select (select count(*) from reviews) - (select count(*) from retractions)")


# ------------------------------------------------------------------------------- beginning


def test_a_first_start_asks_once_what_it_is_for_and_is_one_key_away_from_the_first_question(
    tmp_path: Path,
) -> None:
    with PtyTerminal(tmp_path, is_first_start=True) as terminal:
        terminal.wait_for("What are you learning for?")
        terminal.press("enter")
        terminal.wait_for("When is it?")
        terminal.type("in 6 weeks")
        terminal.wait_for("42 days to study")
        terminal.press("enter")
        terminal.wait_for("SAA-C03 in 42")
        terminal.settle(1.0)
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
    with PtyTerminal(tmp_path) as terminal:
        terminal.wait_for("Start drilling")
        terminal.press("enter")
        terminal.wait_for("1 of ")
        terminal.press("escape")
        assert "Start drilling" not in terminal.text


def test_help_lists_the_keys_of_the_screen_it_was_called_from(home: Path) -> None:
    with PtyTerminal(home) as terminal:
        terminal.wait_for("Start drilling")
        terminal.press("?")
        terminal.wait_for("Here, now")
        assert re.search(r"enter +Start drilling", terminal.text)
        terminal.press("q")
        terminal.wait_until_gone("Here, now")
        assert terminal.process.poll() is None


# --------------------------------------------------------------------------------- drilling

CARDS = {
    "Who replaces failed disks?": (["space"], "The answer"),
    "Where are the audit reports?": (["A", "r", "t", "i", "f", "a", "c", "t", "enter"], "✓ Right"),
    "Who patches the guest of an EC2 instance?": (["{The customer}"], "✓ Right"),
    "Which two stay yours on RDS?": (["{Database users}", "{The window}", "enter"], "✓ Right"),
    "the cloud": (["o", "f", "enter"], "✓ Right"),
    "Patch the engine": (["left"], "✓ Right"),
    "Who owns each layer": (["s", "a", "a", "enter"], "✓ Right"),
}
"""What each card of the deck of every kind shows, the keys of its right answer, and the verdict."""


def keys_on(screen: str, keys: list[str]) -> Iterator[str]:
    """The keys; an option in braces is the digit that stands before it on the screen."""
    for key in keys:
        if key.startswith("{") and (number := re.search(rf"(\d)\W+{re.escape(key[1:-1])}", screen)):
            yield number[1]
        else:
            yield key


def question_on(screen: str) -> str:
    return next(question for question in CARDS if question in screen)


def test_every_kind_of_card_is_answered_judged_and_rated(home: Path) -> None:
    with PtyTerminal(home, "drill", "--deck", "world") as terminal:
        met = []
        for number in range(1, len(CARDS) + 1):
            terminal.wait_for(f"{number} of {len(CARDS)}")
            terminal.settle()
            met.append(question := question_on(terminal.text))
            keys, verdict = CARDS[question]
            terminal.press(*keys_on(terminal.text, keys))
            terminal.wait_for(verdict)
            terminal.press("4")
            terminal.wait_until_gone("4 easy")
            assert answered(home) == number
        assert sorted(met) == sorted(CARDS)


def test_a_wrong_answer_shows_the_right_one_and_can_only_be_again(home: Path) -> None:
    with PtyTerminal(home, "drill", "--deck", "world") as terminal:
        terminal.wait_for("failed disks")
        terminal.press("n")
        terminal.wait_for("audit reports")
        terminal.type("the console")
        terminal.press("enter")
        terminal.wait_for("✗ Not this time")
        assert "it is" in terminal.text
        assert "good" not in terminal.text
        terminal.press("3")
        terminal.settle()
        assert "✗ Not this time" in terminal.text
        terminal.press("1")
        terminal.wait_until_gone("✗ Not this time")
        assert stored(home, "select rating from reviews") == 1


def test_undo_takes_back_the_last_answer_even_after_leaving_and_coming_back(home: Path) -> None:
    with PtyTerminal(home, "drill", "--deck", "world") as terminal:
        terminal.wait_for("failed disks")
        terminal.press("space")
        terminal.wait_for("The answer")
        terminal.press("3")
        terminal.wait_for("audit reports")
        assert answered(home) == 1
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    with PtyTerminal(home, "drill", "--deck", "world") as terminal:
        terminal.wait_for("audit reports")
        terminal.press("escape", "u")
        terminal.wait_for("failed disks")
        assert answered(home) == 0


def test_a_missed_card_comes_back_in_the_same_sitting(home: Path) -> None:
    (home / "decks" / "one.yaml").write_text(ONE_CARD, encoding="utf-8")
    with PtyTerminal(home, "drill", "--deck", "one") as terminal:
        terminal.wait_for("failed disks")
        terminal.press("space")
        terminal.wait_for("The answer")
        terminal.press("1")
        terminal.wait_for("2 of 2")
        terminal.wait_for("failed disks")
        assert answered(home) == 1


def test_the_end_of_a_session_says_what_was_done(home: Path) -> None:
    (home / "decks" / "one.yaml").write_text(ONE_CARD, encoding="utf-8")
    with PtyTerminal(home, "drill", "--deck", "one") as terminal:
        terminal.wait_for("failed disks")
        terminal.press("space")
        terminal.wait_for("The answer")
        terminal.press("4")
        terminal.wait_for("1 answer")
        terminal.press("q")
        terminal.wait_for("Start drilling")


# ------------------------------------------------------------- changes while it is running


def test_a_session_is_unchanged_when_the_window_is_resized(home: Path) -> None:
    with PtyTerminal(home, "drill", "--deck", "world") as terminal:
        terminal.wait_for("failed disks")
        terminal.press("space")
        terminal.wait_for("The answer")
        for columns, rows in ((40, 12), (160, 48), (80, 24)):
            terminal.resize(columns, rows)
            terminal.wait_for("again")
            terminal.settle()
            assert "good" in terminal.text
        assert "failed disks" in terminal.text
        terminal.press("3")
        terminal.wait_for("audit reports")
        assert answered(home) == 1


def test_the_editor_opens_at_the_card_and_its_changes_are_asked(home: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import os, pathlib, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "os.killpg(0, signal.SIGINT)  # as Ctrl+C does\n"
        "deck = pathlib.Path(sys.argv[-1])\n"
        "print('the editor was at', *sys.argv[1:-1])\n"
        "deck.write_text(deck.read_text().replace('failed disks', 'worn disks'))\n",
        encoding="utf-8",
    )
    environ = {"EDITOR": f"{sys.executable} {editor}"}
    with PtyTerminal(home, "drill", "--deck", "world", environ=environ) as terminal:
        terminal.wait_for("failed disks")
        terminal.press("e")
        terminal.wait_for("worn disks")
        terminal.settle(1.0)
        terminal.press("space")
        terminal.wait_for("The answer")
        terminal.press("3")
        terminal.wait_for("audit reports")
        assert answered(home) == 1


def test_a_deck_saved_meanwhile_appears_by_itself(home: Path) -> None:
    with PtyTerminal(home) as terminal:
        terminal.wait_for("A deck of every kind")
        (home / "decks" / "one.yaml").write_text(ONE_CARD, encoding="utf-8")
        terminal.wait_for("One card")


# ------------------------------------------------------------------- games and the exam


def test_sort_stores_each_answer_and_shows_the_score_of_a_round(home: Path) -> None:
    with PtyTerminal(home) as terminal:
        terminal.wait_for("Start drilling")
        terminal.press("o")
        terminal.wait_for("60 seconds")
        terminal.press("enter")
        terminal.wait_for("0 points")
        terminal.press("left")
        terminal.settle()
        assert stored(home, "select count(*) from reviews where mode = 'sort'") == 1
        terminal.press("q")
        terminal.wait_for("endless")
        terminal.press("q")
        terminal.wait_for("Start drilling")


def test_the_explorer_moves_the_line_from_service_to_service(home: Path) -> None:
    with PtyTerminal(home) as terminal:
        terminal.wait_for("Start drilling")
        terminal.press("e")
        terminal.wait_until_gone("Start drilling")
        terminal.settle()
        before = terminal.text
        terminal.press("right")
        terminal.settle()
        assert terminal.text.splitlines()[0] != before.splitlines()[0]


def test_a_killed_mock_exam_resumes_with_its_answers(home: Path) -> None:
    with PtyTerminal(home) as terminal:
        terminal.wait_for("Start drilling")
        terminal.press("x")
        terminal.wait_for("SAA-C03")
        terminal.press("enter")
        terminal.wait_for("1 of ")
        terminal.press("1", "n")
        terminal.wait_for("2 of ")
        terminal.settle()
        os.killpg(terminal.process.pid, signal.SIGKILL)
        terminal.wait_for_exit()
    with PtyTerminal(home) as terminal:
        terminal.wait_for("Start drilling")
        terminal.press("x")
        terminal.wait_for("Resume the exam")
        terminal.press("enter")
        terminal.wait_for("2 of ", "1 of ")
        terminal.press("s")
        terminal.wait_for("1 answered", "answered 1")


# -------------------------------------------------------------------- finding and setting


def test_a_search_lists_the_cards_found(home: Path) -> None:
    with PtyTerminal(home) as terminal:
        terminal.wait_for("Start drilling")
        terminal.press("/")
        terminal.wait_until_gone("Start drilling")
        terminal.type("audit reports")
        terminal.wait_for("Where are the audit reports?")


def test_the_palette_runs_a_command_by_its_words(home: Path) -> None:
    with PtyTerminal(home) as terminal:
        terminal.wait_for("Start drilling")
        terminal.press("ctrl+p")
        terminal.settle()
        terminal.type("see how you are doing")
        terminal.settle()
        terminal.press("enter")
        terminal.wait_until_gone("Start drilling")
        terminal.wait_for("Remembering", "remember")


def test_without_colours_a_verdict_is_still_a_word(home: Path) -> None:
    with PtyTerminal(home, "drill", "--deck", "world", environ={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("failed disks")
        terminal.press("n")
        terminal.wait_for("audit reports")
        terminal.type("Artifact")
        terminal.press("enter")
        terminal.wait_for("✓ Right")


# --------------------------------------------------------------------------------- leaving


@pytest.mark.parametrize("keys", [["q"], ["ctrl+q"], ["?", "ctrl+q"], ["e", "q", "q"], ["ctrl+p", "ctrl+q"]])
def test_every_way_out_restores_the_terminal(home: Path, keys: list[str]) -> None:
    with PtyTerminal(home) as terminal:
        terminal.wait_for("Start drilling")
        for key in keys:
            terminal.press(key)
            terminal.settle(0.7)
        assert terminal.wait_for_exit() == 0
        assert terminal.is_as_before


def test_an_answer_on_screen_counts_on_quitting(home: Path) -> None:
    with PtyTerminal(home, "drill", "--deck", "world") as terminal:
        terminal.wait_for("failed disks")
        terminal.press("n")
        terminal.wait_for("audit reports")
        terminal.type("Artifact")
        terminal.press("enter")
        terminal.wait_for("✓ Right")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    assert answered(home) == 1


# --------------------------------------------------------------------- signals and the shell


def answer_right(terminal: PtyTerminal) -> None:
    """Answer a card, and leave it unrated."""
    terminal.wait_for("failed disks")
    terminal.press("n")
    terminal.wait_for("audit reports")
    terminal.type("Artifact")
    terminal.press("enter")
    terminal.wait_for("✓ Right")


ENDING = [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM]


@pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)
def test_a_signal_ends_the_program_with_its_code_and_restores_the_terminal(
    home: Path, number: signal.Signals
) -> None:
    with PtyTerminal(home, "drill", "--deck", "world") as terminal:
        answer_right(terminal)
        terminal.signal(number)
        assert terminal.wait_for_exit() == 128 + number
        assert terminal.is_as_before and "Traceback" not in terminal.text
    assert answered(home) == 1, "an answer on screen counts, as on quitting"


def test_closing_the_terminal_ends_the_program_and_keeps_the_answer_on_screen(home: Path) -> None:
    with PtyTerminal(home, "drill", "--deck", "world") as terminal:
        answer_right(terminal)
        terminal.settle()
        terminal.close()
        terminal.wait_for_exit()
    assert answered(home) == 1


@pytest.mark.parametrize("way", ["ctrl+y", "SIGTSTP"])
def test_a_suspended_program_resumes_with_the_card_as_it_was(home: Path, way: str) -> None:
    with PtyTerminal(home, "drill", "--deck", "world") as terminal:
        terminal.wait_for("failed disks")
        terminal.press("n")
        terminal.wait_for("audit reports")
        terminal.type("Arti")
        terminal.wait_for("Arti")
        if way == "ctrl+y":
            terminal.press("escape", "ctrl+y")
        else:
            terminal.signal(signal.SIGTSTP)
        terminal.wait_until_stopped()
        assert terminal.is_as_before
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.wait_for("Arti")
        assert "audit reports" in terminal.text
        if way == "ctrl+y":
            terminal.press("enter")
        terminal.type("fact")
        terminal.press("enter")
        terminal.wait_for("✓ Right")


# ------------------------------------------------------------------- the source and help


def test_a_text_browser_has_the_terminal_while_it_shows_the_source(home: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(
        f'#!/bin/sh\necho reading "$1"\necho "$1" > {tmp_path / "address"}\n', encoding="utf-8"
    )
    browser.chmod(0o755)
    (home / "decks" / "one.yaml").write_text(
        ONE_CARD.replace("answer: AWS", 'answer: AWS, source: "https://aws.amazon.com/"'), encoding="utf-8"
    )
    with PtyTerminal(home, "drill", "--deck", "one", environ={"BROWSER": f"{browser} %s"}) as terminal:
        terminal.wait_for("failed disks")
        terminal.press("space")
        terminal.wait_for("b source")
        terminal.press("b")
        terminal.settle(1.0)
        terminal.wait_for("b source")
        assert (tmp_path / "address").read_text(encoding="utf-8") == "https://aws.amazon.com/\n"
        terminal.press("3")
        terminal.settle()
    assert answered(home) == 1


def test_f1_opens_help_while_an_answer_is_typed(home: Path) -> None:
    with PtyTerminal(home, "drill", "--deck", "world") as terminal:
        terminal.wait_for("failed disks")
        terminal.press("n")
        terminal.wait_for("audit reports")
        terminal.type("Arti?")
        terminal.wait_for("f1 help")
        terminal.press("f1")
        terminal.wait_for("Here, now")
        terminal.press("q")
        terminal.wait_for("Arti?")
