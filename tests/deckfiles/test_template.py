"""Making a deck: `srm-quiz new`, and what it writes."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.json_schema import json_schema
from srm_quiz.deckfiles.template import FIRST_FORM, starter_yaml
from srm_quiz.domain.cards import Basic, Choice, Cloze, Duty, Kind, Option, Owner, Typed
from tests.support.commandline import Shell
from tests.support.editors import does, said
from tests.support.paths import BUNDLED_DECKS

TEXT = starter_yaml("Mine", "mine")
LINE, COLUMN = FIRST_FORM


# ---------------------------------------------------------------------- the starter deck


def uncommented(first: str, last: str = "\\Z") -> str:
    """The starter with a part of its comments made YAML: from the line `first` to before `last`."""
    start = TEXT.index(first)
    end = start + re.search(last, TEXT[start:]).start()  # type: ignore[union-attr]
    return TEXT[:start] + re.sub("^# ?", "", TEXT[start:end], flags=re.MULTILINE) + TEXT[end:]


def filled(*texts: str) -> str:
    """The starter with these texts typed at the ends of the first lines of its forms, in their order."""
    head, *tails = TEXT.split(": \n")
    typed = [*texts, *[""] * (len(tails) - len(texts))]
    return head + "".join(f": {text}\n{tail}" for text, tail in zip(typed, tails, strict=True))


def test_it_begins_with_empty_forms_which_do_no_harm() -> None:
    deck, problems = read_deck("mine.yaml", TEXT.encode())
    assert deck is not None and problems == []
    assert deck.cards == ()
    assert (deck.id, deck.title) == ("mine", "Mine")


def test_each_form_is_a_card_once_it_is_filled_in() -> None:
    typed, choice, cloze = ["Which?", "S3"], ["Whose?", "Mine", "Yours", ""], ["It is {{durable}}."]
    again = ["Which two?", "S3 and EBS", "Whose is it?", "Ours", "", "Theirs", ""]
    once_more = [*[""] * 6, "It is {{cheap}}."]
    rest = ["Why?", "Because", "Lock the door", "", "aws"]
    deck, problems = read_deck(
        "mine.yaml", filled(*typed, *choice, *cloze, *again, *once_more, *rest).encode()
    )
    assert deck is not None and problems == []
    assert [card.content for card in deck.cards] == [
        Typed("Which?", "S3", ()),
        Choice("Whose?", (Option("Mine", True), Option("Yours", False))),
        Cloze("It is ", "durable", "."),
        Typed("Which two?", "S3 and EBS", ()),
        Choice("Whose is it?", (Option("Ours", True), Option("Theirs", False))),
        Cloze("It is ", "cheap", "."),
        Basic("Why?", "Because"),
        Duty("Lock the door", "", Owner.AWS),
    ]


def test_a_form_that_is_half_filled_in_is_an_error() -> None:
    deck, problems = read_deck("mine.yaml", filled("Which?", "", "Whose?", "", "Yours").encode())
    assert deck is not None and deck.cards == ()
    assert [problem.message for problem in problems] == ["'answer' is empty", "'right' is empty"]


def test_its_first_forms_are_of_three_kinds_in_turn_and_each_is_on_the_first_screen_of_an_editor() -> None:
    first = [line for line in TEXT.splitlines() if line.startswith("- ")][:9]
    assert first == ["- question: ", "- question: ", "- cloze: "] * 3
    screen = TEXT.splitlines()[:20]  # an editor needs lines for itself
    assert sum(line.startswith("- ") for line in screen) >= 4
    assert screen[LINE - 1] == "- question: " and len("- question: ") + 1 == COLUMN
    assert "TYPE BEHIND THE COLONS" in "".join(screen[:LINE])


def test_its_examples_are_cards_of_every_kind_once_uncommented() -> None:
    text = uncommented("# - question: >\n", "#\n# In a blank")
    deck, problems = read_deck("mine.yaml", text.encode())
    assert deck is not None and problems == []
    assert {card.kind for card in deck.cards} == set(Kind) - {Kind.LINE}


def test_its_matrix_is_valid_once_uncommented() -> None:
    deck, problems = read_deck("mine.yaml", uncommented("# matrix:\n").encode())
    assert deck is not None and problems == []
    assert Kind.LINE in {card.kind for card in deck.cards}


def test_its_examples_are_in_good_style_but_as_short_as_forms_are(shell: Shell) -> None:
    deck = shell.own_deck(TEXT)
    shell("check", "--style", "--format", "concise", BUNDLED_DECKS, deck)
    codes = {line.partition("[")[2].partition("]")[0] for line in shell.out.splitlines()}
    assert codes <= {"missing-why", "missing-source", "option-without-why"}


def test_its_lines_fit_on_a_screen() -> None:
    assert max(map(len, TEXT.splitlines())) <= 78


@pytest.mark.parametrize(
    "title", ["S3: storage # and more", "'", "{{x}}", "no", "[a]", "日本語", "\\", "- a"]
)
def test_its_title_is_what_was_typed(title: str) -> None:
    deck, problems = read_deck("x.yaml", starter_yaml(title, "x").encode())
    assert deck is not None and problems == []
    assert deck.title == title


def test_its_first_line_tells_editors_where_the_schema_is(shell: Shell) -> None:
    shell("new", "Mine", "--no-edit")
    first = (shell.home / "decks" / "mine.yaml").read_text(encoding="utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=\./(.+)", first)
    assert found
    written = (shell.home / "decks" / found[1]).read_text(encoding="utf-8")
    assert json.loads(written) == json_schema()


# ---------------------------------------------------------------------- new


def test_a_new_deck_is_written_opened_and_checked(shell: Shell, editor: Path) -> None:
    assert shell("new", "My S3 questions") == 0
    path = shell.home / "decks" / "my-s3-questions.yaml"
    assert shell.out == f"{path}\n"
    assert shell.err == "no cards yet: srm-quiz edit my-s3-questions\n"
    assert said(editor) == [f"+{LINE}", str(path)]
    assert path.read_text(encoding="utf-8") == starter_yaml("My S3 questions", "my-s3-questions")
    assert "my-s3-questions" in shell.lines("decks")[-1]


def test_a_name_needs_no_quotes_and_no_ending(shell: Shell) -> None:
    assert shell("new", "--no-edit", "My", "deck.yaml") == 0
    assert "\ntitle: My deck\n" in (shell.home / "decks" / "my-deck.yaml").read_text(encoding="utf-8")


def test_mistakes_made_in_the_editor_are_reported_with_their_lines(shell: Shell, editor: Path) -> None:
    does(editor, "file.write_text('title: Mine\\ncards:\\n  - question: Who?\\n    anwser: me\\n')")
    assert shell("new", "Mine") == 1
    path = shell.home / "decks" / "mine.yaml"
    assert f"{path}:4:5: error[unknown-key] 'anwser' is not a key of a card" in shell.err
    assert shell.err.endswith("0 cards without a mistake, 1 problem: srm-quiz edit mine\n")


def test_enter_opens_the_editor_again_at_the_first_mistake_until_there_is_none(
    shell: Shell, editor: Path, terminal: list[str]
) -> None:
    does(
        editor,
        "text = file.read_text()\n"
        "is_wrong = 'answr' in text\n"
        "again = text.replace('answr', 'answer')\n"
        "first = text.replace('question: ', 'question: Who?', 1).replace('answer: ', 'answr: AWS', 1)\n"
        "file.write_text(again if is_wrong else first)",
    )
    terminal += ["", "q"]
    assert shell("new", "Mine") == 0
    assert said(editor)[0] == "+8"
    assert "'answr' is not a key of a card" in shell.err
    assert "Enter opens mine.yaml again at line 8, q leaves it: " in shell.err
    assert "no problems: srm-quiz drill --deck mine\n" in shell.err and not terminal


def test_enter_drills_the_new_deck_as_soon_as_it_is_right(
    shell: Shell, editor: Path, terminal: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("q\n"))
    does(editor, f"file.write_text({filled('Which service stores objects?', 'S3')!r})")
    terminal += [""]
    assert shell("new", "Mine") == 0
    assert shell.err.endswith(
        "1 card, no problems: srm-quiz drill --deck mine\nEnter drills it now, q leaves it: "
    )
    assert "Which service stores objects?" in shell.out


def test_a_deck_without_a_card_is_not_to_be_drilled_yet(
    shell: Shell, editor: Path, terminal: list[str]
) -> None:
    terminal += ["unread"]
    assert shell("new", "Mine") == 0
    assert terminal == ["unread"] and shell.err == "no cards yet: srm-quiz edit mine\n"


def test_a_title_that_was_not_given_is_asked_for(shell: Shell, editor: Path, terminal: list[str]) -> None:
    terminal += ["  My own ", "q"]
    assert shell("new") == 0
    assert "Title of the deck: " in shell.err
    assert "\ntitle: My own\n" in (shell.home / "decks" / "my-own.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("wish", [["q"], []])
def test_whoever_has_enough_leaves_the_mistakes_as_they_are(
    shell: Shell, editor: Path, terminal: list[str], wish: list[str]
) -> None:
    path = shell.own_deck("title: M\ncards:\n  - question: AWS: who?\n    answer: B\n")
    terminal += wish
    assert shell("edit", "mine") == 1
    assert said(editor) == ["+3", str(path)]
    assert shell.err.count("Enter opens") == 1


def test_a_person_without_an_editor_set_gets_one_that_is_installed(
    shell: Shell, editor: Path, terminal: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EDITOR")
    monkeypatch.setenv("PATH", str(editor.parent))
    assert shell("new", "Mine") == 0
    assert "you have no editor set, so this is vi" in shell.err
    assert said(editor)[0] == f"+{LINE}"


def test_no_file_is_overwritten(shell: Shell) -> None:
    shell.own_deck("cards: [", "mine.yaml")
    assert shell("new", "--no-edit", "Mine") == 1
    assert (shell.home / "decks" / "mine.yaml").read_text(encoding="utf-8") == "cards: ["
    assert shell.out == "" and "already. Edit it (srm-quiz edit mine), or choose another name" in shell.err


def test_an_id_that_a_deck_has_is_refused_wherever_that_deck_is(shell: Shell) -> None:
    shell.own_deck("title: Mine\nid: taken\ncards: []\n", "another.yaml")
    for name in ("Taken", "World"):
        assert shell("new", "--no-edit", name) == 1
        assert f"there is a deck '{name.lower()}' already: {shell.home}" in shell.err
    assert {path.name for path in (shell.home / "decks").iterdir()} == {"another.yaml"}


def test_without_an_editor_it_says_all_the_same_what_is_wrong(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    path = shell.own_deck("title: M\ncards:\n  - question: AWS: who?\n    answer: B\n")
    assert shell("edit", "mine") == 1
    assert f"Open {path} in any editor" in shell.err and f"{path}:3:18: error[syntax]" in shell.err


def test_without_an_editor_it_says_what_to_do(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    assert shell("new", "Mine") == 0
    path = shell.home / "decks" / "mine.yaml"
    assert shell.out == f"{path}\n"
    assert f"you have no editor set. Open {path} in any editor, or set an editor in the settings" in shell.err
    assert shell.err.endswith("no cards yet: srm-quiz edit mine\n")
    assert shell("edit", "mine") == 1


@pytest.mark.parametrize("name", ["", " ", ".yaml", "x" * 501, "two\nlines", "\x1b[31m"])
def test_a_name_that_cannot_be_a_title_is_a_usage_error(shell: Shell, name: str) -> None:
    assert shell("new", "--no-edit", name) == 2
    assert shell.out == "" and "\x1b" not in shell.err
    assert not (shell.home / "decks").exists()
