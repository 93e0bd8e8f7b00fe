"""Histories follow their cards wherever they stand in the decks, and never go to another card."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.reviews import MarkKind
from tests.support.commandline import Shell
from tests.support.transcripts import Step, play

PORTS = """\
title: Ports
cards:
  - question: Which port does HTTPS use?
    answer: "443"
  - question: Which port does SSH use?
    answer: "22"
  - question: Which port does DNS use?
    answer: "53"
"""
NOTES = PORTS.split("  - ")[1:]


def deck(*notes: str, head: str = "title: Ports") -> str:
    return f"{head}\ncards:\n" + "".join(f"  - {note}" for note in notes)


@pytest.fixture
def ports(shell: Shell) -> Path:
    """The learner's only deck, three notes without ids, each answered once."""
    (shell.home / "bundled" / "world.yaml").unlink()
    path = shell.own_deck(PORTS, "ports.yaml")
    shell.learn(*("reveal", "good") * 3)
    return path


def reopened(shell: Shell) -> dict[CardKey, int]:
    """How many answers each card in the decks has, after the program was opened once more."""
    with shell.world.open() as study:
        return {key: len(study.history(key)) for key in study.library.by_key}


def known(shell: Shell) -> list[int]:
    return list(reopened(shell).values())


# -------------------------------------------------------------------------- under git


@pytest.fixture
def git(shell: Shell, ports: Path) -> Callable[..., None]:
    """Git in the folder of the deck, which is committed."""

    def run(*words: str) -> None:
        identity = ("-c", "user.name=Learner", "-c", "user.email=learner@example.org")
        subprocess.run(["git", *identity, *words], cwd=ports.parent, check=True, capture_output=True)

    run("init", "--quiet", "--initial-branch", "main")
    run("add", "."), run("commit", "--quiet", "-m", "Begin")
    return run


def committed(git: Callable[..., None]) -> None:
    git("add", "--all"), git("commit", "--quiet", "-m", "Change")


def test_histories_follow_a_rename_of_the_deck_file(shell: Shell, git: Callable[..., None]) -> None:
    git("mv", "ports.yaml", "network.yaml")
    committed(git)
    assert reopened(shell) == dict.fromkeys(reopened(shell), 1)
    assert {key.partition("/")[0] for key in reopened(shell)} == {"network"}
    assert shell("rebuild") == 0 and "0 of them changed" in shell.out


def test_histories_follow_there_and_back_as_branches_are_switched(
    shell: Shell, git: Callable[..., None]
) -> None:
    git("checkout", "--quiet", "-b", "renamed")
    git("mv", "ports.yaml", "network.yaml")
    committed(git)
    assert known(shell) == [1, 1, 1]
    for branch in ("main", "renamed", "main", "renamed"):
        git("checkout", "--quiet", branch)
        shell.world.clock.advance(minutes=5)
        assert known(shell) == [1, 1, 1]
        assert shell("rebuild") == 0 and "0 of them changed" in shell.out


def test_histories_follow_cards_that_moved_to_another_deck(
    shell: Shell, ports: Path, git: Callable[..., None]
) -> None:
    shell.own_deck(deck("{question: What is a port?, answer: A number}\n", head="title: Web"), "web.yaml")
    committed(git)
    assert known(shell) == [1, 1, 1, 0]
    ports.write_text(deck(*NOTES[1:]), encoding="utf-8")
    other = "{question: What is a port?, answer: A number}\n"
    shell.own_deck(deck(other, NOTES[0], head="title: Web"), "web.yaml")
    committed(git)
    assert known(shell) == [1, 1, 0, 1]


def test_histories_follow_a_deck_that_was_split(shell: Shell, ports: Path, git: Callable[..., None]) -> None:
    ports.unlink()
    shell.own_deck(deck(NOTES[0]), "web.yaml")
    shell.own_deck(deck(*NOTES[1:]), "system.yaml")
    committed(git)
    assert known(shell) == [1, 1, 1]


def test_a_deleted_card_s_history_waits_until_it_returns_anywhere(
    shell: Shell, ports: Path, git: Callable[..., None]
) -> None:
    ports.write_text(deck(*NOTES[1:]), encoding="utf-8")
    committed(git)
    assert known(shell) == [1, 1]
    assert [gone["prompt"] for gone in shell.json("relink", "--json")["gone"]] == [
        "Which port does HTTPS use?"
    ]
    shell.own_deck(deck(NOTES[0]), "web.yaml")
    committed(git)
    assert known(shell) == [1, 1, 1]
    assert shell("relink") == 0 and "Nothing was left behind" in shell.out


# -------------------------------------------------------------------------- by themselves


def test_histories_follow_a_changed_deck_id(shell: Shell, ports: Path) -> None:
    ports.write_text(deck(*NOTES, head="title: Ports\nid: network"), encoding="utf-8")
    assert known(shell) == [1, 1, 1]


def test_histories_follow_notes_that_were_given_ids(shell: Shell, ports: Path) -> None:
    assert shell("stamp", str(ports)) == 0
    assert known(shell) == [1, 1, 1]


def test_a_suspension_follows_a_card_without_answers(shell: Shell, ports: Path) -> None:
    note = "{question: What is a port?, answer: A number}\n"
    ports.write_text(deck(*NOTES, note), encoding="utf-8")
    with shell.world.open() as study:
        study.mark(list(study.library.by_key)[-1], MarkKind.SUSPEND, True)
    ports.rename(ports.with_name("network.yaml"))
    with shell.world.open() as study:
        assert study.progress()[list(study.library.by_key)[-1]].suspended


def test_a_card_whose_text_was_corrected_before_it_moved_keeps_its_history(shell: Shell, ports: Path) -> None:
    stamped = deck('{id: https, question: Wich port does HTTPS use?, answer: "443"}\n', head="title: A")
    ports.write_text(stamped, encoding="utf-8")
    shell.learn("reveal", "good")
    ports.write_text(stamped.replace("Wich", "Which"), encoding="utf-8")
    assert known(shell) == [1]
    ports.rename(ports.with_name("network.yaml"))
    assert known(shell) == [1]


def test_the_card_on_screen_keeps_its_history_while_its_file_is_renamed(shell: Shell, ports: Path) -> None:
    shell.world.clock.advance(days=30)
    with shell.world.open() as study:
        session = study.start()
        assert session.asked is not None
        ports.rename(ports.with_name("network.yaml"))
        assert study.reload()
        assert study.session is not None and study.session.asked is not None
        key = study.session.asked.key
        assert key == session.asked.key.replace("ports/", "network/")
        assert len(study.history(key)) == 1


@pytest.mark.parametrize(
    "note",
    [
        'question: Which port does HTTPS use?\n    answer: "8443"\n',
        'question: Which port does TLS use?\n    answer: "443"\n',
        'question: Which port does HTTPS use?\n    answer: "443"\n    accept: [four-four-three]\n',
    ],
    ids=["another answer", "another prompt", "another kind"],
)
def test_a_card_elsewhere_with_another_kind_prompt_or_answer_gets_no_history(
    shell: Shell, ports: Path, note: str
) -> None:
    ports.unlink()
    shell.own_deck(deck(note), "web.yaml")
    assert known(shell) == [0]


def test_a_card_that_stood_beside_the_old_one_does_not_get_its_history_by_itself(
    shell: Shell, ports: Path
) -> None:
    shell.own_deck(PORTS, "web.yaml")
    assert known(shell) == [1, 1, 1, 0, 0, 0]
    ports.unlink()
    assert known(shell) == [0, 0, 0]


def test_a_card_with_answers_of_its_own_keeps_them(shell: Shell, ports: Path) -> None:
    ports.rename(ports.with_name("network.yaml"))
    shell.world.clock.advance(days=1)
    assert known(shell) == [1, 1, 1]
    shell.own_deck(PORTS, "ports.yaml")
    assert known(shell) == [1, 1, 1, 0, 0, 0]


def test_two_windows_that_see_the_same_rename_carry_the_history_over_once(shell: Shell, ports: Path) -> None:
    with shell.world.open() as one, shell.world.open() as other:
        ports.rename(ports.with_name("network.yaml"))
        one.reload()
        other.reload()
    assert known(shell) == [1, 1, 1]
    assert shell("rebuild") == 0 and "0 of them changed" in shell.out


# -------------------------------------------------------------------------- never to the wrong card


def test_a_card_that_stood_beside_a_deleted_one_is_not_its_heir(shell: Shell, ports: Path) -> None:
    ports.write_text(deck(*NOTES[1:]), encoding="utf-8")
    assert shell("relink", "--yes") == 0
    assert known(shell) == [1, 1]


def test_a_card_never_asked_that_stood_beside_a_deleted_one_is_not_its_heir(shell: Shell) -> None:
    (shell.home / "bundled" / "world.yaml").unlink()
    path = shell.own_deck(deck(*NOTES[:2]))
    shell.learn("reveal", "good")
    path.write_text(deck(NOTES[1]), encoding="utf-8")
    assert shell("relink", "--yes") == 0
    assert known(shell) == [0]


def test_a_card_left_out_for_a_mistake_is_not_gone(shell: Shell) -> None:
    (shell.home / "bundled" / "world.yaml").unlink()
    path = shell.own_deck(deck(*NOTES[:2]))
    shell.learn("reveal", "good")
    path.write_text(deck(*NOTES[:2]).replace("answer", "anser", 1), encoding="utf-8")
    changes = shell.json("relink", "--json")
    assert (changes["reworded"], changes["gone"]) == ([], [])
    assert [card["prompt"] for card in changes["left_out"]] == ["Which port does HTTPS use?"]
    assert shell("relink", "--yes") == 0 and "left out for a mistake" in shell.out
    path.write_text(deck(*NOTES[:2]), encoding="utf-8")
    assert known(shell) == [1, 0]


def test_a_card_in_a_file_that_cannot_be_read_is_not_gone(shell: Shell, ports: Path) -> None:
    ports.write_text(PORTS + "  - {", encoding="utf-8")
    shell.own_deck(PORTS, "web.yaml")
    assert known(shell) == [0, 0, 0]
    assert not shell.json("relink", "--json")["gone"]
    ports.write_text(PORTS, encoding="utf-8")
    assert known(shell) == [1, 1, 1, 0, 0, 0]


def test_once_the_mistake_is_corrected_the_history_follows_a_card_that_moved_meanwhile(
    shell: Shell, ports: Path
) -> None:
    ports.write_text(deck(*NOTES[1:]).replace("answer", "anser", 1), encoding="utf-8")
    shell.own_deck(deck(NOTES[0]), "web.yaml")
    assert known(shell) == [1, 0]
    ports.write_text(deck(*NOTES[1:]), encoding="utf-8")
    assert known(shell) == [1, 1, 1]


@pytest.mark.parametrize(
    ("was", "now", "is_sure"),
    [
        ("Who patches the guest of an EC2 instance?", "Who has to patch the guest of an EC2 instance?", True),
        ("Who patches the database of Amazon RDS?", "Who patches the database of Amazon DynamoDB?", False),
        ("Who patches the host operating system?", "Who patches the guest operating system?", False),
        ("Who patches the guest operating system?", "Who never patches the guest operating system?", False),
    ],
)
def test_an_heir_is_sure_only_if_it_names_nothing_else(
    shell: Shell, was: str, now: str, is_sure: bool
) -> None:
    (shell.home / "bundled" / "world.yaml").unlink()
    path = shell.own_deck(deck(f"{{question: '{was}', answer: AWS}}\n"))
    shell.learn("reveal", "good")
    path.write_text(deck(f"{{question: '{now}', answer: AWS}}\n"), encoding="utf-8")
    assert [match["sure"] for match in shell.json("relink", "--json")["reworded"]] == [is_sure]
    assert shell("relink", "--yes") == 0
    assert known(shell) == [int(is_sure)]


def test_an_heir_is_sure_only_if_the_answer_is_the_same(shell: Shell) -> None:
    (shell.home / "bundled" / "world.yaml").unlink()
    path = shell.own_deck(deck("{question: Which sign opens a tag?, answer: <}\n"))
    shell.learn("reveal", "good")
    path.write_text(deck('{question: "Which sign opens every tag?", answer: ">"}\n'), encoding="utf-8")
    assert [match["sure"] for match in shell.json("relink", "--json")["reworded"]] == [False]
    assert shell("relink", "--yes") == 0
    assert known(shell) == [0]


def test_a_card_on_screen_that_breaks_gives_its_history_to_no_new_card(shell: Shell) -> None:
    (shell.home / "bundled" / "world.yaml").unlink()
    path = shell.own_deck(deck(NOTES[0]))
    shell.learn("reveal", "good")
    shell.world.clock.advance(days=30)
    with shell.world.open() as study:
        assert study.start().asked is not None
        broken = NOTES[0].replace("answer", "anser")
        path.write_text(
            deck(broken, NOTES[0].replace("does HTTPS use", "is used by HTTPS")), encoding="utf-8"
        )
        assert not study.reload()
        (key,) = study.library.by_key
        assert not study.history(key)
    path.write_text(deck(NOTES[0]), encoding="utf-8")
    assert known(shell) == [1]


# -------------------------------------------------------------------------- taken back


def test_what_followed_can_be_taken_back_and_does_not_follow_again(shell: Shell, ports: Path) -> None:
    ports.rename(ports.with_name("network.yaml"))
    assert known(shell) == [1, 1, 1]
    assert shell("relink", "--undo") == 0 and "3 histories given back" in shell.out
    assert known(shell) == [0, 0, 0]
    assert shell("rebuild") == 0 and "0 of them changed" in shell.out
    (ports.parent / "network.yaml").rename(ports.with_name("net.yaml"))
    assert known(shell) == [0, 0, 0]
    (ports.parent / "net.yaml").rename(ports)
    assert known(shell) == [1, 1, 1]
    assert shell("relink", "--undo") == 1 and "no history was carried over" in shell.err


def test_what_was_answered_since_stays_with_the_card_when_a_history_is_taken_back(
    shell: Shell, ports: Path
) -> None:
    ports.rename(ports.with_name("network.yaml"))
    assert known(shell) == [1, 1, 1]
    shell.world.clock.advance(days=30)
    with shell.world.open() as study:
        play(study, shell.world.clock, [Step("reveal"), Step("good")])
    assert sorted(known(shell)) == [1, 1, 2]
    assert shell("relink", "--undo") == 0
    assert sorted(known(shell)) == [0, 0, 1]
    assert shell("rebuild") == 0 and "0 of them changed" in shell.out


def test_a_rewording_that_was_agreed_to_can_be_taken_back(shell: Shell, ports: Path) -> None:
    ports.write_text(PORTS.replace("does DNS use", "is used by DNS"), encoding="utf-8")
    assert shell("relink", "--yes") == 0 and "1 history carried over" in shell.out
    assert shell("relink", "--undo") == 0 and "1 history given back" in shell.out
    assert len(shell.json("relink", "--json")["reworded"]) == 1


def test_a_drill_says_that_cards_moved_and_kept_their_history(shell: Shell, ports: Path) -> None:
    ports.rename(ports.with_name("network.yaml"))
    shell("drill", "--plain", "--limit", "1")
    assert "3 cards moved in your decks and kept their history" in shell.err
    shell("drill", "--plain", "--limit", "1")
    assert "kept their history" not in shell.err


# -------------------------------------------------------------------------- copies

COPIES = [
    "ports (conflicted copy).yaml",
    "ports (Ada's conflicted copy 2026-11-23).yaml",
    "ports.sync-conflict-20261123-200000-ABCDEFG.yaml",
    "ports_conflict-20261123-200000.yaml",
    "ports (SFConflict ada@example.org 2026-11-23-20-00-00).yaml",
]


@pytest.mark.parametrize("name", COPIES)
def test_a_conflict_copy_is_named_as_such_and_never_takes_the_history(
    shell: Shell, ports: Path, name: str
) -> None:
    copy = shell.own_deck(PORTS, name)
    assert shell("check") == 1 and "conflict-copy" in shell.out and name in shell.out
    assert shell("decks") == 0 and "conflict-copy" in shell.err and name in shell.err
    assert shell("status") == 0 and "conflict-copy" in shell.out and name in shell.out
    assert known(shell) == [1, 1, 1]
    ports.unlink()
    assert known(shell) == []
    copy.rename(ports)
    assert known(shell) == [1, 1, 1]


def test_a_conflict_copy_can_be_checked_by_its_name(shell: Shell, ports: Path) -> None:
    copy = shell.own_deck(PORTS, COPIES[0])
    assert shell("check", copy) == 0 and "1 deck, 3 cards" in shell.out


@pytest.mark.parametrize(
    "name", ["Copy of ports.yaml", "ports (1).yaml", "ports copy.yaml", "ports-old.yaml", "sub/ports.yaml"]
)
def test_a_second_file_with_the_deck_s_id_is_named_as_such_and_never_takes_the_history(
    shell: Shell, ports: Path, name: str
) -> None:
    ports.write_text(deck(*NOTES, head="title: Ports\nid: ports"), encoding="utf-8")
    path = ports.parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        deck('{question: Another?, answer: "1"}\n', head="title: Copy\nid: ports"), encoding="utf-8"
    )
    assert shell("check") == 1 and "duplicate-deck" in shell.out and f"{path}:" in shell.out
    assert shell("decks") == 0 and "duplicate-deck" in shell.err and f"{path}:" in shell.err
    assert shell("status") == 0 and "duplicate-deck" in shell.out and f"{path}:" in shell.out
    assert known(shell) == [1, 1, 1]
