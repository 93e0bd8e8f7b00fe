"""Exams, weights and moved notes in deck files: read, checked, kept in the cache."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.library import Library, load
from srm_quiz.domain.blueprint import ExamBlueprint, ExamDomain
from srm_quiz.problems import Severity
from tests.support.paths import BUNDLED_DECKS

EXAM = """\
title: Exams
exams:
  - id: final
    title: Final exam
    tags: [security]
    first: [basics]
    late: []
    weights: {identity: 2, scenario: 1.5}
    topics: [identity, storage]
    scenario_share: 0
    questions: 40
    unscored: 5
    pass_mark: 0.6
    guess: 0.2
    minutes: 60
    domains:
      - {title: Access, share: 0.7, tags: [identity]}
      - {title: Data, share: 0.3, tags: [storage]}
"""
FINAL = ExamBlueprint(
    id="final",
    title="Final exam",
    tags=frozenset({"security"}),
    first=frozenset({"basics"}),
    late=frozenset(),
    weights={"identity": 2.0, "scenario": 1.5},
    topics=("identity", "storage"),
    scenario_share=0.0,
    questions=40,
    unscored=5,
    pass_mark=0.6,
    guess=0.2,
    minutes=60,
    domains=(
        ExamDomain("Access", 0.7, frozenset({"identity"})),
        ExamDomain("Data", 0.3, frozenset({"storage"})),
    ),
)

MATRIX = """\
title: M
id: m
tags: [deck]
matrix:
  layers:
    - {id: host, name: Host, moves: true}
    - {id: guest, name: Guest, moves: true, weight: 0.5}
  services:
    - id: ec2
      name: EC2
      weight: 3
      tags: [compute]
      owners: {host: {owner: aws, why: w}, guest: {owner: customer, why: w}}
    - id: s3
      name: S3
      owners: {host: aws, guest: {owner: aws, why: w}}
cards:
  - {id: a, question: Who?, answer: Me, weight: 0.25}
  - {id: b, question: What?, answer: That}
"""


def codes(text: str) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.line) for problem in read_deck("x.yaml", text.encode())[1]]


def library(folder: Path, **files: str) -> Library:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load([folder], cache=folder / "cache")


def test_an_exam_is_read_with_all_its_figures_and_again_from_the_cache(tmp_path: Path) -> None:
    for _ in range(2):
        found = library(tmp_path, exams=EXAM)
        assert found.exams == {"final": FINAL} and not found.problems


def test_an_exam_can_be_a_key_though_its_weights_are_a_mapping() -> None:
    assert {FINAL: 1}[replace(FINAL, weights={**FINAL.weights})] == 1


def test_an_exam_has_defaults_for_what_it_leaves_out() -> None:
    deck, problems = read_deck("x.yaml", b"title: T\nexams: [{id: e, title: E}]")
    assert deck and not problems
    assert deck.exams == (ExamBlueprint("e", "E"),)
    assert (deck.exams[0].questions, deck.exams[0].pass_mark, deck.exams[0].guess) == (65, 0.72, 0.25)
    assert deck.exams[0].late == {"stretch"} and deck.exams[0].scenario_share == 1 / 6


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: final", "id: Final Exam", "bad-id"),
        ("    title: Final exam\n", "", "missing-key"),
        ("identity: 2", "identity: 9", "bad-number"),
        ("identity: 2", "identity: often", "bad-number"),
        ("weights: {identity: 2, scenario: 1.5}", "weights: [identity]", "wrong-shape"),
        ("questions: 40", "questions: 40.5", "bad-number"),
        ("questions: 40", "questions: many", "bad-number"),
        ("unscored: 5", "unscored: 40", "bad-number"),
        ("pass_mark: 0.6", "pass_mark: 60", "bad-number"),
        ("pass_mark: 0.6", "passmark: 0.6", "unknown-key"),
        ("share: 0.7", "share: 0.5", "bad-shares"),
        ("share: 0.3, tags: [storage]", "share: 0.3", "missing-key"),
        ("  - id: final\n    title", "  - title: T\n    id: final\n  - id: final\n    title", "duplicate-id"),
    ],
)
def test_what_is_wrong_with_an_exam_is_reported_at_its_line(old: str, new: str, code: str) -> None:
    assert old in EXAM
    text = EXAM.replace(old, new, 1)
    found = codes(text)
    assert [code] == [name for name, _ in found]
    assert found[0][1] is not None and found[0][1] > 1


def test_late_without_a_value_is_refused_since_an_empty_list_would_mean_no_cards() -> None:
    assert codes(EXAM.replace("late: []", "late:")) == [("wrong-shape", 7)]


def test_the_hint_for_a_decimal_comma_is_the_number_with_a_point() -> None:
    _, problems = read_deck("x.yaml", b"title: T\ncards: [{question: q, answer: a, weight: '0,5'}]")
    assert [(problem.code, problem.hint) for problem in problems] == [("bad-number", "write 0.5")]


def test_a_card_has_the_weight_of_its_note_or_of_its_service_times_its_layer() -> None:
    deck, problems = read_deck("m.yaml", MATRIX.encode())
    assert deck and not problems
    assert {card.key: card.weight for card in deck.cards} == {
        "m/ec2#line": 3,
        "m/ec2#host": 3,
        "m/ec2#guest": 1.5,
        "m/s3#line": 1,
        "m/s3#guest": 0.5,
        "m/a#1": 0.25,
        "m/b#1": 1,
    }


def test_the_cards_of_a_service_have_its_tags_besides_those_of_the_deck() -> None:
    deck, _ = read_deck("m.yaml", MATRIX.encode())
    assert deck
    tags = {card.key: card.tags for card in deck.cards}
    assert tags[deck.cards[0].key] == {"deck", "compute"}
    assert {tags[card.key] for card in deck.cards if "/ec2" not in card.key} == {frozenset({"deck"})}


@pytest.mark.parametrize("weight", ["0.09", "5.1", "-1", "heavy", "[1]", "1e9", "nan"])
def test_a_weight_is_a_number_from_a_tenth_to_five(weight: str) -> None:
    text = f"title: T\ncards: [{{question: q, answer: a, weight: {weight}}}, {{question: r, answer: b}}]"
    deck, problems = read_deck("x.yaml", text.encode())
    assert deck and len(deck.cards) == 1
    assert [problem.code for problem in problems] in (["bad-number"], ["wrong-shape"])


def test_a_deck_that_only_describes_exams_is_valid_and_not_listed_among_the_decks(tmp_path: Path) -> None:
    found = library(tmp_path, exams=EXAM, cards=MATRIX, begun="title: Begun\ncards: []")
    assert [deck.id for deck in found.decks] == ["begun", "m"]
    assert list(found.exams) == ["final"] and not found.problems


def test_an_exam_stays_while_its_file_is_broken(tmp_path: Path) -> None:
    before = library(tmp_path, exams=EXAM, cards=MATRIX)
    after = library(tmp_path, exams=EXAM + "  broken: [").after(before)
    assert after.exams == before.exams and after.problems
    assert [deck.id for deck in after.decks] == ["m"]


def test_of_two_exams_with_one_id_the_first_is_kept(tmp_path: Path) -> None:
    found = library(tmp_path, a=EXAM, b=EXAM.replace("Final exam", "Another"))
    assert found.exams["final"].title == "Final exam"
    assert [(problem.code, problem.path) for problem in found.problems] == [
        ("duplicate-exam", str(tmp_path / "b.yaml"))
    ]


def test_moved_notes_are_named_with_their_decks(tmp_path: Path) -> None:
    text = "title: T\nid: t\nmoved:\n  old: b\n  x/gone: m/ec2#host\ncards: [{id: b, question: q, answer: a}]"
    for _ in range(2):
        found = library(tmp_path, t=text, m=MATRIX)
        assert found.moved == {"t/old": "t/b", "x/gone": "m/ec2#host"} and not found.problems


@pytest.mark.parametrize(
    "moved", ["{a: B C}", "{'a b': c}", "{a: a}", "{a: }", "{a: [b]}", "[a, b]", "{a: b/c/d}", "{a: 'b#'}"]
)
def test_a_move_names_two_notes(moved: str) -> None:
    (code,) = {code for code, _ in codes(f"title: T\nmoved: {moved}")}
    assert code in ("bad-move", "empty-text", "wrong-shape")


def test_a_move_to_a_missing_note_is_a_warning(tmp_path: Path) -> None:
    text = "title: T\nid: t\nmoved: {a: b, c: d, d: e, f: other/g}\ncards: [{id: e, question: q, answer: a}]"
    found = library(tmp_path, t=text)
    assert [(problem.code, problem.severity) for problem in found.problems] == [
        ("moved-nowhere", Severity.WARNING)
    ]


def test_the_bundled_exams_name_only_decks_and_tags_that_there_are() -> None:
    found = load([BUNDLED_DECKS], cache=None)
    names = {deck.id for deck in found.decks} | {tag for card in found.cards() for tag in card.tags}
    assert list(found.exams) == ["saa", "clf"]
    for exam in found.exams.values():
        assert exam.tags | exam.first | set(exam.topics) <= names
