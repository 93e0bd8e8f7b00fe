"""Grading: what counts as right, close and wrong, for each kind of answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain.cards import (
    Basic,
    Cell,
    Choice,
    Cloze,
    Content,
    Duty,
    Layer,
    Line,
    LineRow,
    Option,
    Owner,
    Typed,
)
from srm_quiz.domain.grading import (
    AnswerMismatchError,
    GivenAnswer,
    Named,
    Painted,
    Picked,
    Text,
    Verdict,
    grade,
    logged_answer,
    normalise,
    right_answer,
    wrongly_chosen,
)

CORRECT, CLOSE, WRONG = Verdict
AWS, CUSTOMER, SHARED = Owner


def typed(given: str, answer: str, *accept: str) -> Verdict:
    return grade(Typed("?", answer, accept), Text(given))


# Choices

ONE = Choice("?", (Option("a", False, "not a"), Option("b", True), Option("c", False)))
TWO = Choice("?", (Option("a", True), Option("b", False), Option("c", True), Option("d", False)))


def picked(*options: int) -> Picked:
    return Picked(frozenset(options))


def test_the_right_option_is_correct_and_any_other_wrong() -> None:
    assert [grade(ONE, picked(n)) for n in range(3)] == [WRONG, CORRECT, WRONG]


def test_multiple_response_is_all_or_nothing() -> None:
    assert grade(TWO, picked(0, 2)) is CORRECT
    assert grade(TWO, picked(0, 1)) is WRONG
    assert grade(TWO, picked(1, 3)) is WRONG


@pytest.mark.parametrize("options", [(), (0,), (0, 1, 2), (0, 9), (-1, 0)])
def test_a_choice_takes_exactly_as_many_of_its_options_as_are_right(options: tuple[int, ...]) -> None:
    with pytest.raises(AnswerMismatchError):
        grade(TWO, picked(*options))


def test_the_options_wrongly_chosen_are_told_for_their_reasons() -> None:
    assert wrongly_chosen(ONE, frozenset({0, 1})) == (ONE.options[0],)
    assert wrongly_chosen(ONE, frozenset({1})) == ()


# Owners and lines


def test_every_accepted_owner_is_right() -> None:
    duty = Duty("Patch", "RDS", AWS, frozenset({SHARED}))
    assert {owner: grade(duty, Named(owner)) for owner in Owner} == {
        AWS: CORRECT,
        SHARED: CORRECT,
        CUSTOMER: WRONG,
    }


def line(*cells: tuple[str, Cell], moves: bool = True) -> Line:
    return Line("RDS", "PaaS", tuple(LineRow(Layer(name, name, "", moves), cell) for name, cell in cells))


FOUR = line(
    ("host", Cell(AWS)),
    ("guest", Cell(AWS, frozenset({SHARED}))),
    ("data", Cell(CUSTOMER)),
    ("code", Cell(CUSTOMER, applies=False)),
)


@pytest.mark.parametrize(
    ("host", "guest", "data", "verdict"),
    [
        (AWS, AWS, CUSTOMER, CORRECT),
        (AWS, SHARED, CUSTOMER, CORRECT),
        (AWS, AWS, SHARED, CLOSE),
        (AWS, CUSTOMER, AWS, WRONG),
        (CUSTOMER, CUSTOMER, AWS, WRONG),
    ],
)
def test_a_line_with_one_layer_wrong_is_close(
    host: Owner, guest: Owner, data: Owner, verdict: Verdict
) -> None:
    assert grade(FOUR, Painted({"host": host, "guest": guest, "data": data})) is verdict


def test_a_line_of_two_layers_is_too_short_to_be_close() -> None:
    short = line(("host", Cell(AWS)), ("data", Cell(CUSTOMER)))
    assert grade(short, Painted({"host": AWS, "data": AWS})) is WRONG


@pytest.mark.parametrize(
    "owners",
    [{}, {"host": AWS, "guest": AWS}, {"host": AWS, "guest": AWS, "data": AWS, "code": AWS}],
    ids=["none", "too few", "one that is not asked"],
)
def test_a_line_takes_every_layer_that_is_asked_and_no_other(owners: dict[str, Owner]) -> None:
    with pytest.raises(AnswerMismatchError):
        grade(FOUR, Painted(owners))


# Typed answers


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("aws artifact", "AWS Artifact"),
        ("  AWS \t Artifact\n", "AWS Artifact"),
        ("The customer", "customer"),
        ("customer", "the customer"),
        ("Multi AZ", "Multi-AZ"),
        ("sse s3", "SSE-S3"),
        ("data at-rest", "data at rest"),
        ("customer’s data", "customer's data"),
        ("“shared”", "shared"),
        ("ＡＷＳ", "AWS"),
        ("ﬁle", "file"),
        ("strasse", "Straße"),
        ("cafe\u0301", "café"),
        ("the", "the"),
        ("a", "A"),
        ("C++", "c++"),
        ("東京", "東京"),
        ("*", "*"),
    ],
)
def test_case_spacing_punctuation_and_a_leading_article_do_not_matter(given: str, answer: str) -> None:
    assert typed(given, answer) is CORRECT


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("AWS Artefact", "AWS Artifact"),
        ("Artifcat", "Artifact"),
        ("Artifac", "Artifact"),
        ("hypervizor", "hypervisor"),
        ("Avaliability Zone", "Availability Zone"),
        ("authorisation", "authorization"),
        ("security groups", "security group"),
        ("Maice", "Macie"),
        ("securty of the cloud", "security of the cloud"),
        ("Secret Manager", "Secrets Manager"),
    ],
)
def test_a_slip_of_the_keys_is_close(given: str, answer: str) -> None:
    assert typed(given, answer) is CLOSE


@pytest.mark.parametrize(
    ("answer", "slips"),
    [
        ("edge", 0),
        ("cache", 1),
        ("bandwidth", 1),
        ("federation", 2),
        ("provisioned throughput", 2),
    ],
)
def test_one_slip_is_forgiven_from_five_letters_and_two_from_ten(answer: str, slips: int) -> None:
    wrong = [answer]
    for at in (2, 4, 6):  # letters that no answer has, where a slip does not change the word's beginning
        wrong.append(wrong[-1][:at] + "q" + wrong[-1][at + 1 :] if at < len(answer) else wrong[-1] + "q")
    assert [typed(given, answer) is CLOSE for given in wrong[1:]] == [n <= slips for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("", "AWS"),
        ("   ", "AWS"),
        ("?!", "AWS"),
        ("in", "of"),
        ("security in the cloud", "security of the cloud"),
        ("at rest", "in rest"),
        ("SSE-C", "SSE-S3"),
        ("SSE-KMS", "SSE-S3"),
        ("SSE-S3", "SSE-C"),
        ("SSE-KMS", "DSSE-KMS"),
        ("EBS", "EFS"),
        ("Amazon EFS", "Amazon EBS"),
        ("Amazon SNS", "Amazon SQS"),
        ("scale up", "scale out"),
        ("Type 1", "Type 2"),
        ("SOC 1 report", "SOC 2 report"),
        ("99.9%", "99.99%"),
        ("TLS 1.2", "TLS 1.3"),
        ("C", "C#"),
        ("CloudWatch", "CloudTrail"),
        ("stateful", "stateless"),
        ("public subnet", "private subnet"),
        ("authentication", "authorization"),
        ("ingress", "egress"),
        ("is encrypted", "is not encrypted"),
        ("customer", "customer data"),
        ("京都", "東京"),
        ("日本", "日本語"),
        ("*", "-"),
        ("->", "=>"),
    ],
)
def test_another_answer_is_not_a_slip(given: str, answer: str) -> None:
    assert typed(given, answer) is WRONG


def test_a_typed_answer_has_at_most_1000_characters_unless_the_right_one_is_longer() -> None:
    assert typed("x" * 1_000, "AWS") is WRONG
    with pytest.raises(AnswerMismatchError, match="at most 1,000 characters"):
        typed("x" * 1_001, "AWS")
    assert typed("x" * 30_000, "x" * 30_000) is CORRECT
    assert typed("x" * 29_999 + "y", "x" * 30_000) is WRONG, "and comparing them takes no time"


def test_every_accepted_answer_is_as_right_as_the_first() -> None:
    assert typed("artifact", "AWS Artifact", "Artifact") is CORRECT
    assert typed("artifcat", "AWS Artifact", "Artifact") is CLOSE
    assert typed("AWS Artifact", "Artifact") is CLOSE, "the vendor's name may be put in"


def test_a_blank_is_compared_as_a_typed_answer_is() -> None:
    blank = Cloze("security ", "of", " the cloud")
    assert grade(blank, Text(" OF ")) is CORRECT
    assert grade(blank, Text("in")) is WRONG


@given(st.text())
def test_every_answer_is_itself(text: str) -> None:
    """Whatever script or symbols it is written in, unless it is blank."""
    assert typed(text, text) is (CORRECT if normalise(text) else WRONG)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    if not once.startswith(("a ", "an ", "the ")):
        assert normalise(once) == once


@given(st.text(alphabet="abc 1#é-", max_size=30), st.text(alphabet="abc 1#é-", max_size=30))
def test_two_answers_with_different_digits_never_pass_for_each_other(one: str, other: str) -> None:
    if one.count("1") != other.count("1"):
        assert typed(one, other) is WRONG


# What tells answers apart, and what does not


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("synchronous replication", "asynchronous replication"),
        ("symmetric key", "asymmetric key"),
        ("encrypted", "unencrypted"),
        ("authorized", "unauthorized"),
        ("implicitly denied", "explicitly denied"),
        ("公開サブネット", "非公開サブネット"),
    ],
)
def test_a_word_that_begins_otherwise_is_another_answer(given: str, answer: str) -> None:
    """Hands slip inside a word; at its beginning English keeps its negations."""
    assert typed(given, answer) is WRONG


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("15 hours", "1.5 hours"),
        ("9999%", "99.99%"),
        ("TLS 12", "TLS 1.2"),
        ("-1 day", "1 day"),
        ("1/10", "1.10"),
    ],
)
def test_another_number_is_another_answer(given: str, answer: str) -> None:
    assert typed(given, answer) is WRONG


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("b", "a/b"),
        ("x < y", "x > y"),
        ("$100", "€100"),
        ("กัน", "กิน"),
        ("का", "की"),
    ],
)
def test_what_tells_two_answers_apart_is_not_dropped(given: str, answer: str) -> None:
    """An article is a word before a blank; vowel signs of Thai and Hindi are letters; < is not >."""
    assert typed(given, answer) is not CORRECT


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("Guard Duty", "GuardDuty"),
        ("MultiAZ", "Multi-AZ"),
        ("S 3", "S3"),
        ("99.9 %", "99.9%"),
        ("AWS", "A.W.S."),
        ("dont", "don't"),
        ("1,000", "1000"),
        ("cafe", "café"),
        ("istanbul", "İstanbul"),
    ],
)
def test_spacing_apostrophes_and_accents_do_not_matter_either(given: str, answer: str) -> None:
    assert typed(given, answer) is CORRECT


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("network ACL", "network ACLs"),
        ("customer managed key", "customer managed keys"),
        ("Inspector", "Amazon Inspector"),
        ("AWS Inspector", "Amazon Inspector"),
    ],
)
def test_a_plural_a_common_misspelling_and_the_vendors_name_are_close(given: str, answer: str) -> None:
    assert typed(given, answer) is CLOSE


# What is kept and shown


ALL: list[tuple[Content, GivenAnswer, tuple[str, ...], str]] = [
    (TWO, picked(3, 0), ("a", "d"), "a; c"),
    (Typed("?", "AWS Artifact", ()), Text(" artifact"), (" artifact",), "AWS Artifact"),
    (Cloze("", "of", ""), Text("in"), ("in",), "of"),
    (Duty("Patch", "", AWS), Named(SHARED), ("shared",), "aws"),
    (
        FOUR,
        Painted({"host": AWS, "guest": SHARED, "data": AWS}),
        ("data=aws", "guest=shared", "host=aws"),
        "host: aws, guest: aws, data: customer",
    ),
]


@pytest.mark.parametrize(("content", "answer", "words", "right"), ALL, ids=lambda value: type(value).__name__)
def test_an_answer_is_kept_and_shown_in_words(
    content: Content, answer: GivenAnswer, words: tuple[str, ...], right: str
) -> None:
    assert logged_answer(content, answer) == words
    assert right_answer(content) == right


def test_a_card_refuses_an_answer_of_another_kind() -> None:
    takes: dict[type[GivenAnswer], set[type[Content]]] = {}
    for content, _, _, _ in [*ALL, (Basic("?", "!"), Text(""), (), "")]:
        for _, answer, _, _ in ALL:
            try:
                grade(content, answer)
            except AnswerMismatchError:
                continue
            takes.setdefault(type(answer), set()).add(type(content))
    assert takes == {
        Picked: {Choice},
        Text: {Typed, Cloze},
        Named: {Duty},
        Painted: {Line},
    }


def test_a_revealed_card_shows_its_answer() -> None:
    assert right_answer(Basic("?", "The customer")) == "The customer"
