"""`srm-quiz check --guess`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.commandline import Shell


def telling_deck(shell: Shell, cards: int = 30) -> Path:
    """Right options begin with "Keep", wrong ones with "Ask"."""
    notes = "".join(
        f"  - id: n{number}\n    question: What is to do about {number}?\n    choices:\n"
        f"      - right: Keep {number} as they are\n"
        + "".join(f"      - wrong: Ask AWS to see to {number}{which}\n" for which in "abc")
        for number in range(cards)
    )
    return shell.own_deck(f"title: Telling\nid: telling\ncards:\n{notes}", "telling.yaml")


def test_a_deck_that_tells_is_described_with_its_words_and_cards(shell: Shell) -> None:
    path = telling_deck(shell)
    assert shell("check", path) == 0
    assert shell("check", "--guess", path) == 1
    lines = shell.out.splitlines()
    assert lines[2] == (
        "Telling: somebody who knows nothing would get 100 % of 30 choice cards right by the words of the"
        " options; by chance 25 %"
    )
    assert " ".join(lines[4].split()) == ("1 of 4 30 25 % 33 % 100 % 89 % to 100 % 100 % the words tell")
    assert "  The shortest option is right in 100 % of 30 cards; by chance in 25 %." in lines
    assert any("keep  30 : 0" in line for line in lines)
    assert any(line.startswith(f"    {path}:4: telling/n0 (") for line in lines)


def test_decks_are_named_by_id_and_formats_agree(shell: Shell) -> None:
    path = telling_deck(shell)
    assert shell("check", "--guess", "--format", "json", "telling") == 1
    (report,) = json.loads(shell.out)["guess"]
    assert (report["deck"], report["path"], report["cards"]) == ("telling", str(path), 30)
    assert (report["share"], report["chance"], report["tells"]) == (1, 0.25, True)
    (reading,) = report["readings"]
    assert reading["interval"] == [0.8865, 1] and reading["limit"] == 0.33
    assert [rank["length"] for rank in report["lengths"]] == [
        "longest",
        "second longest",
        "second shortest",
        "shortest",
    ]
    assert {"note": "telling/n0", "line": 4}.items() <= report["telling_cards"][0].items()
    assert shell("check", "--guess", "--format", "concise", path) == 1
    assert shell.lines("check", "--guess", "--format", "concise", path)[0].startswith(f"{path}: somebody who")


def test_few_choice_cards_are_not_judged(shell: Shell) -> None:
    path = telling_deck(shell, cards=29)
    assert shell("check", "--guess", path) == 0
    assert shell.out.endswith("\nToo few choice cards to measure guesses: 30 are needed.\n")
    assert shell("check", "--guess", "--format", "json", path) == 0
    assert json.loads(shell.out)["guess"] == []
