"""The library: which files are found, which decks are kept, and what is reported."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from srm_quiz.deckfiles.library import Library, find_decks, load, report
from srm_quiz.domain.cards import CardKey
from srm_quiz.problems import Problem
from tests.support.paths import BUNDLED_DECKS


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or f"title: {path.stem}\ncards:\n  - {{id: a, question: Who?, answer: AWS}}\n")
    return path


def found(*paths: Path) -> list[str]:
    return [path.name for path in find_decks(paths)]


def only_problem(library: Library) -> Problem:
    (problem,) = library.problems
    return problem


def test_a_folder_gives_its_decks_by_name_and_then_those_of_its_folders(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "c/b.yaml", "c/d/x.YAML", "a/z.yaml", "notes.txt", "README.md"):
        write(tmp_path / name)
    assert found(tmp_path) == ["a.yml", "b.yaml", "z.yaml", "b.yaml", "x.YAML"]


def test_paths_come_in_the_order_given(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1.yaml"), write(tmp_path / "sub" / "2.yaml")
    assert found(two, one) == ["2.yaml", "1.yaml"]
    assert found(two.parent, tmp_path) == ["2.yaml", "1.yaml"]


def test_hidden_files_and_folders_are_skipped(tmp_path: Path) -> None:
    for name in (".hidden.yaml", ".git/x.yaml", ".#lock.yaml", "seen.yaml"):
        write(tmp_path / name)
    assert found(tmp_path) == ["seen.yaml"]


def test_a_file_met_twice_is_one_deck(tmp_path: Path) -> None:
    deck = write(tmp_path / "a.yaml")
    (tmp_path / "link.yaml").symlink_to(deck)
    assert found(deck, tmp_path, tmp_path / "." / "a.yaml") == ["a.yaml"]
    assert not load([tmp_path, deck], cache=None).problems


def test_links_to_folders_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    write(tmp_path / "decks" / "a.yaml")
    write(tmp_path / "elsewhere" / "b.yaml")
    (tmp_path / "decks" / "up").symlink_to(tmp_path)
    (tmp_path / "decks" / "self").symlink_to(tmp_path / "decks")
    (tmp_path / "decks" / "loop").symlink_to(tmp_path / "decks" / "loop")
    assert found(tmp_path / "decks") == ["a.yaml", "b.yaml"]


def test_a_path_that_leads_nowhere_is_a_problem(tmp_path: Path) -> None:
    problem = only_problem(load([tmp_path / "gone.yaml"], cache=None))
    assert (problem.code, problem.path, problem.line) == ("not-found", str(tmp_path / "gone.yaml"), None)


def test_a_link_that_leads_nowhere_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    assert only_problem(load([tmp_path], cache=None)).code == "not-found"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert only_problem(load([tmp_path], cache=None)).message == "this is not a file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml").chmod(0)
    write(tmp_path / "sub" / "b.yaml").parent.chmod(0)
    codes = [problem.code for problem in load([tmp_path], cache=None).problems]
    (tmp_path / "sub").chmod(0o700)
    assert codes == ["unreadable", "unreadable"]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    deck = tmp_path / "huge.yaml"
    with deck.open("wb") as file:
        file.truncate(200_000_000)
    assert only_problem(load([deck], cache=None)).code == "too-large"


def test_a_deck_never_shadows_another(tmp_path: Path) -> None:
    first = write(tmp_path / "1.yaml", "title: One\nid: same\ncards: [{id: a, question: A?, answer: b}]\n")
    write(tmp_path / "2.yaml", "title: Two\nid: same\ncards: [{id: z, question: C?, answer: d}]\n")
    library = load([tmp_path], cache=None)
    assert [deck.title for deck in library.decks] == ["One"]
    assert [card.key for card in library.cards()] == ["same/a#1"]
    problem = only_problem(library)
    assert problem.code == "duplicate-deck" and str(first) in problem.message


def test_a_card_is_found_by_its_key(tmp_path: Path) -> None:
    library = load([write(tmp_path / "mine.yaml")], cache=None)
    card = library.card(CardKey("mine/a#1"))
    assert card is not None and card is library.by_key[card.key]
    assert library.card(CardKey("mine/b#1")) is None
    assert library.deck("mine") is library.decks[0] and library.deck("yours") is None


def test_the_report_counts_and_lists_every_problem(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml")
    write(tmp_path / "b.yaml", "title: B\ncards: [{question: A?}, {id: c, question: C?, answer: d}]\n")
    found = report(load([tmp_path], cache=None))
    assert (found["decks"], found["cards"]) == (2, 2)
    (problem,) = found["problems"]
    assert list(problem) == ["path", "line", "column", "code", "severity", "message", "hint"]


def test_the_bundled_decks_have_no_problems() -> None:
    library = load([BUNDLED_DECKS], cache=None)
    assert library.decks
    assert not library.problems, "\n\n".join(problem.as_text() for problem in library.problems)


def test_a_deck_whose_file_broke_is_kept_as_it_was_in_its_place(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}.yaml") for name in "abc"]
    before = load([tmp_path], cache=None)
    paths[1].write_text("title: b\ncards:\n  - question: AWS: who?\n")
    broken = load([tmp_path], cache=None).after(before)
    assert broken.decks == before.decks
    assert broken.held == {str(paths[1])} and len(list(broken.problems)) == 1
    assert load([tmp_path], cache=None).after(broken).held == broken.held  # and as long as it takes
    write(paths[1])
    mended = load([tmp_path], cache=None).after(broken)
    assert mended.decks == before.decks and not mended.held


def test_a_removed_deck_and_a_card_with_an_error_are_not_kept(tmp_path: Path) -> None:
    gone, slip = write(tmp_path / "gone.yaml"), write(tmp_path / "slip.yaml")
    before = load([tmp_path], cache=None)
    gone.unlink()
    write(slip, "title: slip\ncards:\n  - {id: a, question: Who?, anwser: AWS}\n")
    (deck,) = load([tmp_path], cache=None).after(before).decks
    assert deck.id == "slip" and not deck.cards
