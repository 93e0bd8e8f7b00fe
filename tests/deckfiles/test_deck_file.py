"""Deck files: what each kind of note becomes, and what names a card for good."""

from __future__ import annotations

from textwrap import dedent

import pytest

from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.ids import deck_id, normalised
from srm_quiz.deckfiles.values import ID, slug
from srm_quiz.domain.cards import (
    Basic,
    Card,
    Cell,
    Choice,
    Cloze,
    Deck,
    Duty,
    Kind,
    Layer,
    Line,
    Option,
    Owner,
    Typed,
)
from srm_quiz.domain.grading import Text, Verdict, grade
from srm_quiz.problems import Problem


def read(text: str, path: str = "decks/mine.yaml") -> tuple[Deck | None, list[Problem]]:
    return read_deck(path, dedent(text).encode())


def deck_of(text: str, path: str = "decks/mine.yaml") -> Deck:
    deck, problems = read(text, path)
    assert not problems, problems[0].as_text()
    assert deck is not None
    return deck


def cards_of(notes: str) -> tuple[Card, ...]:
    return deck_of("title: Mine\ncards:\n" + dedent(notes)).cards


def only_card(note: str) -> Card:
    (card,) = cards_of(note)
    return card


def only_problem(notes: str) -> Problem:
    _, (problem,) = read("title: Mine\ncards:\n" + dedent(notes))
    return problem


def test_a_question_and_an_answer_are_a_basic_card() -> None:
    card = only_card(
        """
        - id: host
          question: Who patches the host?
          answer: AWS
          why: You have no access to it.
          hint: Can you log in?
          source: https://docs.aws.amazon.com/
          tags: [compute]
        """
    )
    assert card.content == Basic("Who patches the host?", "AWS")
    assert (card.key, card.kind, card.line) == ("mine/host#1", Kind.BASIC, 4)
    assert (card.why, card.hint) == ("You have no access to it.", "Can you log in?")
    assert (card.source, card.tags) == ("https://docs.aws.amazon.com/", frozenset({"compute"}))


def test_accept_makes_it_a_typed_card() -> None:
    card = only_card("- {question: Where are the reports?, answer: AWS Artifact, accept: [Artifact]}")
    assert card.content == Typed("Where are the reports?", "AWS Artifact", ("Artifact",))


def test_an_empty_accept_makes_it_a_typed_card_too() -> None:
    card = only_card("- {question: Where are the reports?, answer: AWS Artifact, accept: []}")
    assert card.content == Typed("Where are the reports?", "AWS Artifact", ())


def test_choices_make_it_a_choice_card() -> None:
    card = only_card(
        """
        - question: Which stay with you?
          choices:
            - right: Granting rights
              why: Yours.
            - wrong: Patching hosts
            - right: Choosing the window
        """
    )
    assert isinstance(card.content, Choice) and card.content.right_count == 2
    assert card.content.options == (
        Option("Granting rights", True, "Yours."),
        Option("Patching hosts", False),
        Option("Choosing the window", True),
    )


def test_a_cloze_makes_one_card_for_each_blank() -> None:
    cards = cards_of("- {id: halves, cloze: 'AWS: {{of}} the cloud, you: {{in::of or in?}} it.'}")
    assert [card.key for card in cards] == ["mine/halves#1", "mine/halves#2"]
    assert cards[0].content == Cloze("AWS: ", "of", " the cloud, you: in it.")
    assert cards[1].content == Cloze("AWS: of the cloud, you: ", "in", " it.", "of or in?")


@pytest.mark.parametrize(
    ("blank", "answer", "cue"),
    [
        ("{{arn:aws:iam::123:root::an ARN}}", "arn:aws:iam::123:root", "an ARN"),
        ("{{arn:aws:iam::123:root::}}", "arn:aws:iam::123:root", ""),
        ("{{{region}}}", "{region}", ""),
        ("{{ two words }}", "two words", ""),
        ("{{a}b}}", "a}b", ""),
    ],
)
def test_blanks_may_hold_colons_and_braces(blank: str, answer: str, cue: str) -> None:
    assert only_card(f"- cloze: 'Write {blank} here'").content == Cloze("Write ", answer, " here", cue)


def test_braces_outside_blanks_are_text() -> None:
    assert only_card('- cloze: \'{"a": {"b": {{1}}}} is JSON\'').content == Cloze(
        '{"a": {"b": ', "1", "}} is JSON"
    )


def test_a_duty_and_its_owner_are_an_owner_card() -> None:
    card = only_card("- {duty: Encrypt, on: Amazon EBS, owner: customer, accept: [shared], why: A setting.}")
    assert card.content == Duty("Encrypt", "Amazon EBS", Owner.CUSTOMER, frozenset({Owner.SHARED}))
    assert only_card("- {duty: Guard the door, owner: aws}").content == Duty("Guard the door", "", Owner.AWS)


MATRIX = """
    title: The model
    id: model
    tags: [saa]
    matrix:
      layers:
        - {id: hardware, name: Hardware, duty: Replace disks}
        - {id: guest-os, name: Guest system, moves: true}
        - {id: runtime, name: Runtime, moves: true}
      services:
        - id: ec2
          name: Amazon EC2
          category: IaaS
          source: https://aws.amazon.com/ec2/
          owners:
            runtime: customer
            hardware: {owner: aws, why: It is their building.}
            guest-os: {owner: customer, accept: [shared], why: You log in.}
        - id: s3
          name: Amazon S3
          owners:
            hardware: aws
            guest-os: {owner: aws, applies: false, why: There is none.}
            runtime: aws
"""


def test_a_matrix_makes_line_cards_and_owner_cards() -> None:
    deck = deck_of(MATRIX)
    line, hardware, guest = deck.cards
    assert [card.key for card in deck.cards] == ["model/ec2#line", "model/ec2#hardware", "model/ec2#guest-os"]
    assert isinstance(line.content, Line) and line.content.category == "IaaS"
    assert [row.layer.id for row in line.content.rows] == ["hardware", "guest-os", "runtime"]
    assert [row.asked for row in line.content.rows] == [False, True, True]
    assert (line.why, line.source, line.tags) == ("", "https://aws.amazon.com/ec2/", frozenset({"saa"}))
    assert hardware.content == Duty("Replace disks", "Amazon EC2", Owner.AWS)
    assert guest.content == Duty("Guest system", "Amazon EC2", Owner.CUSTOMER, frozenset({Owner.SHARED}))
    assert (guest.why, guest.source, guest.line) == ("You log in.", "https://aws.amazon.com/ec2/", 11)
    assert deck.notes == 1


def test_a_line_card_needs_two_rows_to_ask() -> None:
    deck = deck_of(MATRIX)
    assert not [card for card in deck.cards if card.key.startswith("model/s3")]
    assert deck.matrix is not None and deck.matrix.services[1].name == "Amazon S3"


def test_the_matrix_knows_every_cell() -> None:
    matrix = deck_of(MATRIX).matrix
    assert matrix is not None
    assert matrix.layers[0] == Layer("hardware", "Hardware", "Replace disks", False)
    assert matrix.layers[1].duty == "Guest system"
    assert matrix.services[1].cells[1] == Cell(Owner.AWS, applies=False, why="There is none.")
    assert matrix.services[0].cells[1].accepts(Owner.SHARED)


def test_every_card_has_the_tags_of_its_deck_and_its_own() -> None:
    deck = deck_of(
        """
        title: T
        tags: [all]
        cards:
          - {question: A?, answer: b, tags: [one]}
          - {question: C?, answer: d}
        """
    )
    assert [card.tags for card in deck.cards] == [{"all", "one"}, {"all"}]


@pytest.mark.parametrize(
    "text", ["no", "yes", "1.10", "12:30", "~", "null", "0o14", "2026-11-23", "1e3", ".inf"]
)
def test_everything_is_the_text_that_was_written(text: str) -> None:
    assert only_card(f"- question: Which?\n  answer: {text}").content == Basic("Which?", text)


@pytest.mark.parametrize(
    "text",
    [
        "[/b]",
        "list[int]",
        "[@click=app.quit]x[/]",
        "{region: [us-east-1]}",
        "責任共有モデル",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿 👩‍🚀 ✅",
        "מי מתקן את המארח?",
        "من المسؤول؟",
        "a\tb",
        "# not a comment",
        "&copy; *x* !y",
    ],
)
@pytest.mark.parametrize("quote", ["'", '"'])
def test_texts_survive_verbatim(text: str, quote: str) -> None:
    card = only_card(f"- question: {quote}{text}{quote}\n  answer: {quote}{text}{quote}\n")
    assert card.content == Basic(text, text)


def test_long_texts_may_be_folded_or_kept_as_lines() -> None:
    card = only_card(
        """
        - question: >
            Who patches
            the host?
          answer: |
            AWS

            - always
        """
    )
    assert card.content == Basic("Who patches the host?", "AWS\n\n- always")


def test_a_card_of_5000_characters_loads_and_one_of_20001_does_not() -> None:
    assert only_card(f"- question: Q?\n  answer: {'x' * 5000}").content == Basic("Q?", "x" * 5000)
    problem = only_problem(f"- question: Q?\n  answer: {'x' * 20_001}")
    assert problem.code == "text-too-long" and "20,001" in problem.message


def test_crlf_and_a_byte_order_mark_make_no_difference() -> None:
    text = "title: Mine\ncards:\n  - question: Who?\n    answer: |\n      one\n      two\n"
    plain, _ = read_deck("mine.yaml", text.encode())
    windows, problems = read_deck("mine.yaml", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert windows == plain and not problems


def test_a_misspelt_key_is_shown_with_what_was_meant() -> None:
    _, (problem,) = read(
        """\
        title: Mine
        cards:
          - question: What is the capital of Norway?
            anwser: Oslo
        """
    )
    assert problem.as_text() == dedent(
        """\
        decks/mine.yaml:4:5: error[unknown-key] 'anwser' is not a key of a card
          |
        4 |     anwser: Oslo
          |     ^^^^^^
        hint: did you mean 'answer'?"""
    )


def test_a_key_of_another_kind_of_card_is_told_apart_from_an_unknown_key() -> None:
    problem = only_problem("- question: Which?\n  choices: [{right: a}, {wrong: b}]\n  owner: aws\n")
    assert problem.code == "unknown-key"
    problem = only_problem("- question: Which?\n  choices: [{right: a}, {wrong: b}]\n  accept: [a]\n")
    assert problem.message == "'accept' is not a key of a choice card"
    assert problem.hint == "allowed keys: question, choices, id, why, hint, source, tags, weight, allow"


def test_a_note_with_an_error_is_left_out_and_the_others_load() -> None:
    deck, problems = read(
        """
        title: Mine
        cards:
          - {id: one, question: A?, answer: b}
          - {id: two, question: C?, answer: ''}
          - {id: three, question: E?, answer: f, colour: red}
          - {id: four, question: G?, answer: h}
        """
    )
    assert deck is not None
    assert [card.key for card in deck.cards] == ["mine/one#1", "mine/four#1"]
    assert [problem.code for problem in problems] == ["empty-text", "unknown-key"]


def test_a_deck_without_a_title_still_has_its_cards() -> None:
    deck, (problem,) = read("cards: [{question: A?, answer: b}]")
    assert deck is not None and (deck.title, len(deck.cards)) == ("mine", 1)
    assert (problem.code, problem.line) == ("missing-key", 1)


def test_a_deck_may_be_without_cards_for_now() -> None:
    assert deck_of("title: New\ncards: []\n").cards == ()


def test_all_problems_of_a_file_are_reported_at_once() -> None:
    _, problems = read("title: T\ncards:\n" + "  - {question: A?}\n" * 50)
    assert [problem.line for problem in problems] == list(range(3, 53))


def test_after_a_thousand_problems_the_rest_is_not_read() -> None:
    _, problems = read("title: T\ncards:\n" + "  - {question: A?}\n" * 5000)
    assert len(problems) == 1001 and problems[-1].code == "too-many-problems"


# Identity


def test_the_deck_is_named_by_its_file_unless_it_has_an_id() -> None:
    assert deck_of("title: T\ncards: []", "decks/My Deck.v2.yaml").id == "my-deck.v2"
    assert deck_of("title: T\nid: other\ncards: []", "decks/My Deck.yaml").id == "other"


@pytest.mark.parametrize("stem", ["日本", "...", "-", "ünïcode", "a--b", "A_b", "\udcff", "x" * 300])
def test_every_file_name_gives_an_id(stem: str) -> None:
    assert ID.fullmatch(deck_id(stem)) and deck_id(stem) == deck_id(stem)


def test_the_hint_of_a_bad_id_is_a_good_one() -> None:
    problem = only_problem("- {id: Guest OS!, question: A?, answer: b}")
    assert (problem.code, problem.hint) == ("bad-id", "write 'guest-os'")
    assert slug("Größe (neu)") == "groe-neu"


def key_of(note: str) -> str:
    return only_card(note).key


def test_without_an_id_the_note_is_named_by_what_it_asks() -> None:
    plain = key_of("- {question: Who patches the host?, answer: AWS}")
    assert plain.startswith("mine/h")
    assert plain == key_of("- {question: 'who  patches: the HOST', answer: Amazon, why: It does.}")
    assert plain != key_of("- {question: Who patches the guest?, answer: AWS}")
    assert plain != key_of("- {question: Who patches the host?, answer: AWS, accept: []}")


def test_a_cue_does_not_name_a_cloze_note() -> None:
    assert key_of("- cloze: 'Security {{of}} it'") == key_of("- cloze: 'Security {{of::of or in?}} it'")


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("C#", "C", True),
        ("a + b", "a - b", False),
        ("x > y", "x < y", False),
        ("`ls -l`", "ls l", True),
        ("“Wer?”", "wer", True),
        ("STRASSE", "straße", True),
        ("हिन्दी", "हिनदी", False),
        ("ｆｕｌｌ", "full", True),
        ("a\u200bb", "a b", True),
    ],
)
def test_case_spacing_and_punctuation_do_not_matter(one: str, two: str, same: bool) -> None:
    assert (normalised(one) == normalised(two)) is same


def test_the_hash_never_changes() -> None:
    """A learner's progress hangs on it."""
    assert key_of("- {question: Who patches the host?, answer: AWS}") == "mine/h3e3ebdb49071#1"


def test_two_notes_that_ask_the_same_need_ids() -> None:
    problem = only_problem("- {question: A?, answer: b}\n- {question: a, answer: c}\n")
    assert (problem.code, problem.line) == ("same-prompt", 4)
    assert "line 3" in problem.message
    assert len(cards_of("- {question: A?, answer: b}\n- {id: other, question: a, answer: c}\n")) == 2


def test_an_id_given_twice_names_the_first_place() -> None:
    problem = only_problem("- {id: x, question: A?, answer: b}\n- {id: x, question: C?, answer: d}\n")
    assert (problem.code, problem.line, problem.column) == ("duplicate-id", 4, 8)
    assert problem.message == "the id 'x' is already used on line 3"


def test_a_blank_may_list_further_right_answers_and_shows_the_first() -> None:
    deck, problems = read_deck(
        "x.yaml", b"title: T\ncards:\n- cloze: Every {{year | 365 days::how often?}} or {{b\\|c}}."
    )
    assert deck and not problems
    first, second = (card.content for card in deck.cards)
    assert first == Cloze("Every ", "year", " or b|c.", "how often?", ("365 days",))
    assert second == Cloze("Every year or ", "b|c", ".")
    assert grade(first, Text("365 days")) is Verdict.CORRECT is grade(first, Text("Year"))
    assert grade(first, Text("decade")) is Verdict.WRONG


def test_a_further_answer_leaves_the_name_of_a_note_as_it_was() -> None:
    keys = [
        read_deck("x.yaml", f"title: T\ncards: [cloze: '{text}']".encode())[0]
        for text in ("{{a}} x", "{{a|b}} x")
    ]
    assert keys[0] and keys[1] and keys[0].cards[0].key == keys[1].cards[0].key


@pytest.mark.parametrize("blank", ["{{a|}}", "{{|a}}", "{{a||b::c}}", "{{ | ::c}}"])
def test_an_empty_answer_between_bars_is_refused(blank: str) -> None:
    problem = only_problem(f'- cloze: "{blank} x"\n')
    assert problem.code == "cloze-empty" and r"\|" in problem.hint
