"""The learner's editor: which it is, and how it is told the line."""

from __future__ import annotations

import pytest

from srm_quiz.config.editor import Place, editor_command

PLACE = "/decks/mine.yaml"


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        *((name, [name, "+7", PLACE]) for name in ("vi", "pico", "joe", "editor")),
        ("nano", ["nano", "+7,3", PLACE]),
        *((name, [name, "+7:3", PLACE]) for name in ("emacs", "micro", "kak")),
        *((name, [name, "+call cursor(7,3)", PLACE]) for name in ("vim", "nvim")),
        ("emacsclient -t", ["emacsclient", "-t", "+7:3", PLACE]),
        ("/usr/bin/nvim -u NONE", ["/usr/bin/nvim", "-u", "NONE", "+call cursor(7,3)", PLACE]),
        ("gvim", ["gvim", "--nofork", "+call cursor(7,3)", PLACE]),
        ("gvim -f", ["gvim", "-f", "+call cursor(7,3)", PLACE]),
        ("hx", ["hx", f"{PLACE}:7:3"]),
        ("code", ["code", "--wait", "--goto", f"{PLACE}:7:3"]),
        ("code --wait", ["code", "--wait", "--goto", f"{PLACE}:7:3"]),
        ("code.cmd -w", ["code.cmd", "-w", "--goto", f"{PLACE}:7:3"]),
        ("subl", ["subl", "--wait", f"{PLACE}:7:3"]),
        ("subl -w", ["subl", "-w", f"{PLACE}:7:3"]),
        ("kate", ["kate", "--block", "--line", "7", "--column", "3", PLACE]),
        ("'/opt/My Editor/ed it' -x", ["/opt/My Editor/ed it", "-x", PLACE]),
    ],
)
def test_an_editor_is_told_the_place_in_its_own_way_and_to_wait(editor: str, words: list[str]) -> None:
    assert editor_command({"EDITOR": editor}, PLACE, Place(7, 3)) == words


def test_the_setting_comes_before_visual_and_visual_before_editor() -> None:
    environment = {"VISUAL": "visual", "EDITOR": "editor"}
    assert editor_command(environment, PLACE, Place(), setting="kept") == ["kept", PLACE]
    assert editor_command(environment, PLACE, Place()) == ["visual", PLACE]
    assert editor_command({**environment, "VISUAL": " "}, PLACE, Place()) == ["editor", "+1", PLACE]


@pytest.mark.parametrize("environment", [{}, {"EDITOR": ""}, {"VISUAL": "  ", "EDITOR": "\t"}])
def test_there_is_no_command_where_no_editor_is_set(environment: dict[str, str]) -> None:
    assert editor_command(environment, PLACE, Place()) is None


def test_a_quote_that_is_never_closed_is_an_error() -> None:
    with pytest.raises(ValueError, match="No closing quotation"):
        editor_command({"EDITOR": "it's"}, PLACE, Place())


def test_a_path_is_taken_as_it_is() -> None:
    assert editor_command({"EDITOR": "vi"}, "/a {line} b.yaml", Place(3)) == ["vi", "+3", "/a {line} b.yaml"]
