"""The learner's editor: which it is, and how it is told the line."""

from __future__ import annotations

import pytest

from srm_quiz.editor import editor_command

PLACE = "/decks/mine.yaml"


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        *((name, [name, "+7", PLACE]) for name in ("vi", "vim", "nvim", "nano", "emacs", "micro", "kak")),
        ("emacsclient -t", ["emacsclient", "-t", "+7", PLACE]),
        ("/usr/bin/nvim -u NONE", ["/usr/bin/nvim", "-u", "NONE", "+7", PLACE]),
        ("gvim", ["gvim", "--nofork", "+7", PLACE]),
        ("gvim -f", ["gvim", "-f", "+7", PLACE]),
        ("hx", ["hx", f"{PLACE}:7"]),
        ("code", ["code", "--wait", "--goto", f"{PLACE}:7"]),
        ("code --wait", ["code", "--wait", "--goto", f"{PLACE}:7"]),
        ("code.cmd -w", ["code.cmd", "-w", "--goto", f"{PLACE}:7"]),
        ("subl", ["subl", "--wait", f"{PLACE}:7"]),
        ("subl -w", ["subl", "-w", f"{PLACE}:7"]),
        ("kate", ["kate", "--block", "--line", "7", PLACE]),
        ("'/opt/My Editor/ed it' -x", ["/opt/My Editor/ed it", "-x", PLACE]),
    ],
)
def test_an_editor_is_told_the_line_in_its_own_way_and_to_wait(editor: str, words: list[str]) -> None:
    assert editor_command({"EDITOR": editor}, PLACE, 7) == words


def test_the_setting_comes_before_visual_and_visual_before_editor() -> None:
    environment = {"VISUAL": "visual", "EDITOR": "editor"}
    assert editor_command(environment, PLACE, setting="kept") == ["kept", PLACE]
    assert editor_command(environment, PLACE) == ["visual", PLACE]
    assert editor_command({**environment, "VISUAL": " "}, PLACE) == ["editor", "+1", PLACE]


@pytest.mark.parametrize("environment", [{}, {"EDITOR": ""}, {"VISUAL": "  ", "EDITOR": "\t"}])
def test_there_is_no_command_where_no_editor_is_set(environment: dict[str, str]) -> None:
    assert editor_command(environment, PLACE) is None


def test_a_quote_that_is_never_closed_is_an_error() -> None:
    with pytest.raises(ValueError, match="No closing quotation"):
        editor_command({"EDITOR": "it's"}, PLACE)


def test_a_path_is_taken_as_it_is() -> None:
    assert editor_command({"EDITOR": "vi"}, "/a {line} b.yaml", 3) == ["vi", "+3", "/a {line} b.yaml"]
