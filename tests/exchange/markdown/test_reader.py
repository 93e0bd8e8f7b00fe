"""Banks of questions in Markdown become notes; what is left out is named."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.exchange.markdown import reader
from tests.support.importing import YES_NO, losses, notes, whole

# ---------------------------------------------------------------------- questions


@pytest.mark.parametrize(
    "question",
    [
        "### Who is it?",
        "### 12. Who is it?",
        "## Question 3: Who is it?",
        "## **Who is it?**",
        "1. Who is it?",
        "12) Who is it?",
        "**Who is it?**",
        "**7. Who is it?**",
        "Q3: Who is it?",
        "Who is it?",
        "### Question 3\n\nWho is it?",
        "### Question #3\nWho is it?",
        "## Storage\n\n4. Who is it?",
        "**Q3** Who is it?",
        "**3.** Who is it?",
        "Q: Who is it?",
        "Question: Who is it?",
        "NEW QUESTION 3\nWho is it?",
        "QUESTION NO: 3\n\nWho is it?",
        "## Storage\n\n1. A region.\n\n2. Who is it?",
    ],
)
@pytest.mark.parametrize("bullet", ["- [{}] ", "* [{}] ", "  + [{}] ", "1. [{}] "])
def test_a_question_begins_in_many_ways(question: str, bullet: str) -> None:
    text = f"{question}\n\n{bullet.format('x')}Yes\n{bullet.format(' ')}No\n"
    assert notes(reader.read(text, "Mine")) == [{"question": "Who is it?", "choices": YES_NO}]


def test_a_question_may_have_paragraphs_lists_and_fenced_code() -> None:
    text = (
        "### A policy says:\n\n```json\n- [x] {\n# no heading\n\n    1. }\n```\n\n"
        "1. It is long.\n2. It is old.\n\nWho?\n\n- [x] Yes\n- [ ] No\n"
    )
    (note,) = whole(text)
    assert note["question"] == (
        "A policy says:\n\n```json\n- [x] {\n# no heading\n\n    1. }\n```\n\n"
        "1. It is long.\n2. It is old.\n\nWho?"
    )


def test_an_option_may_have_lines_code_and_a_why_of_its_own() -> None:
    text = "# Q?\n- [X] Yes,\n  really\n  ```\n  a\n    b\n  ```\n"
    text += "  > Because.\n  >\n  > So it is.\n- [ ] No\nlonger\n"
    (note,) = whole(text)
    assert note["choices"] == [
        {"right": "Yes,\nreally\n```\na\n  b\n```", "why": "Because.\n\nSo it is."},
        {"wrong": "No\nlonger"},
    ]


@pytest.mark.parametrize("letters", ["ABC", "abc"])
def test_letters_before_options_go_since_options_are_shuffled(letters: str) -> None:
    a, b, c = letters
    (note,) = whole(f"### Q?\n- [ ] {a}. AWS\n- [x] {b}. You\n- [ ] {c}. Both\n")
    assert note["choices"] == [{"wrong": "AWS"}, {"right": "You"}, {"wrong": "Both"}]


@pytest.mark.parametrize(
    "answer", ["Correct Answer: AC", "**Answer:** A, C", "Answers: A and C", "> Answer: A, C"]
)
@pytest.mark.parametrize("option", ["- {}. ", "{}) ", "    - {}. "])
@pytest.mark.parametrize("letters", ["ABC", "abc"])
def test_options_with_letters_are_right_as_the_answer_below_says(
    answer: str, option: str, letters: str
) -> None:
    if letters.islower():
        answer = answer.replace("A, C", "a, c").replace("A and C", "a and c")
    options = "\n".join(
        option.format(letter) + text for letter, text in zip(letters, ("AWS", "You", "Both"), strict=True)
    )
    text = f"1. Q?\n{options}\n\n<details markdown=1><summary>Answer</summary>\n\n{answer}\n\n</details>\n"
    assert whole(text) == [
        {"question": "Q?", "choices": [{"right": "AWS"}, {"wrong": "You"}, {"right": "Both"}]}
    ]


def test_numbered_questions_follow_each_other_and_lists_in_explanations_are_no_questions() -> None:
    assert whole(
        "1. One?\n   - [x] Yes\n   - [ ] No\n\n   Explanation:\n   1. It is.\n   2. It was.\n\n"
        "2. Two?\n   - [x] Yes\n   - [ ] No\n"
    ) == [
        {"question": "One?", "choices": YES_NO, "why": "1. It is.\n2. It was."},
        {"question": "Two?", "choices": YES_NO},
    ]


ANSWERED = "1. Who is it?\n- [x] Yes\n- [ ] No\n\nBecause.\n\n"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Is it?\n\nA. Yes\nB. No\n\nAnswer: A\n", {"question": "Is it?", "choices": YES_NO}),
        ("Which? (Choose one.)\n\n- A) Yes\n- B) No\n\nAns: A\n", {"choices": YES_NO}),
        ("**Question 2:** Is it\n\n(a) Yes\n(b) No\n\nCorrect: (a)\n", {"question": "Is it"}),
        ("What is it?\n\nAnswer: a rock\n", {"question": "What is it?", "answer": "a rock"}),
        ("**What is it?**\nAnswer: a rock\n", {"question": "What is it?", "answer": "a rock"}),
        ("It is\n\nA. Yes\nB. No\n\nAnswer: A\n", {"question": "It is", "choices": YES_NO}),
    ],
)
def test_a_question_of_another_style_is_no_part_of_the_explanation_above_it(text: str, note: Draft) -> None:
    first, second = whole(ANSWERED + text)
    assert first == {"question": "Who is it?", "choices": YES_NO, "why": "Because."}
    assert second == {**second, **note}


def test_options_that_an_explanation_goes_through_are_no_question() -> None:
    explanation = "Explanation\nOne by one.\n\nA. It is.\nB. It is not.\n"
    text = f"1. Who is it?\n\nA. Yes\nB. No\n\nAnswer: A\n\n{explanation}"
    why = "One by one.\n\n“Yes”: It is.\n“No”: It is not."
    assert whole(text) == [{"question": "Who is it?", "choices": YES_NO, "why": why}]


@pytest.mark.parametrize("said", ["A", "**A**", "A. Yes", "(A)"])
def test_a_letter_alone_below_the_options_is_the_answer(said: str) -> None:
    text = (
        f"## Q?\n\n- A. Yes\n- B. No\n\n<details><summary>Show</summary>\n\n{said}\n\nSo it is.\n</details>\n"
    )
    assert whole(text) == [{"question": "Q?", "choices": YES_NO, "why": "So it is."}]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("**A** – two say so", "two say so"),
        ("`A` because two say so", "because two say so"),
        ("A, because two say so", "because two say so"),
        ("A - two say so", "two say so"),
        ("_A_ \N{BALLOT BOX WITH BALLOT}\N{VARIATION SELECTOR-16}", ""),
        ("yes.", ""),
        ("A. Yes\n\nTwo say so.", "Two say so."),
    ],
)
@pytest.mark.parametrize(
    "label", ["Answer: {}", "- **Answer:** {}", "Suggested Answer: {}", "The answer is: {}"]
)
def test_an_answer_may_say_why(label: str, answer: str, why: str) -> None:
    assert whole(f"## Q?\n- A. Yes\n- B. No\n\n{label.format(answer)}\n") == [
        {"question": "Q?", "choices": YES_NO, **({"why": why} if why else {})}
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "- A. Yes\n- B. No\n\nAnswer: B. Yes\n",
            "its answer names an option that is not there, or not clearly",
        ),
        ("- A. Yes\n- B. No\n\nAnswer: C\n", "its answer names an option that is not there, or not clearly"),
        ("- Yes\n- No\n\nAnswer: B\n", "its answer names an option that is not there, or not clearly"),
        ("- [x] Yes\n- [ ] No\n\nAnswer: B\n", "its answers contradict each other"),
        ("- A. Yes\n- B. No\n\nAnswer: A\n\nMore.\n\nAnswer: B\n", "its answers contradict each other"),
        (
            "- A. Yes\n- B. No\n\nAnswer: 1 A\n",
            "its answer names none of its options",
        ),
        (
            "- A. Use AB\n- B. Use CD\n\nAnswer: AB\n",
            "its answer names an option that is not there, or not clearly",
        ),
        ("- A. Yes\n- B. No\n- B. Both\n\nAnswer: B\n", "two of its options have the name B"),
        ("Answer: B\n\n- A. Yes\n- B. No\n", "an answer stands above its options"),
        ("Answer: B\n", "its answer only names an option, and no options were found"),
        ("Answer: 3\n", "its answer only names an option, and no options were found"),
        ("- A. Yes\n\nOr so.\n\n- B. No\n\nAnswer: A\n", "two sets of options stand below one question"),
    ],
)
def test_an_author_who_says_two_things_marks_nothing_and_the_reason_is_the_true_one(
    text: str, reason: str
) -> None:
    found = reader.read(f"## Which is it?\n{text}", "Mine")
    assert not found.decks
    assert losses(found) == [(f"a note was left out: {reason}", "line 1: Which is it?")]


def test_a_number_is_an_answer_of_its_own_if_the_question_asks_for_one() -> None:
    assert whole("## How many are there?\n\nAnswer: 3\n") == [
        {"question": "How many are there?", "answer": "3"}
    ]


def test_boxes_may_be_written_loosely_and_a_link_is_no_box() -> None:
    assert whole("## Q?\n- [ x ] Yes\n- [] No\n") == [{"question": "Q?", "choices": YES_NO}]
    assert whole("## Q?\n- [x](https://a.b) here\n\n- [x] Yes\n- [ ] No\n") == [
        {"question": "Q?\n\n- [x](https://a.b) here", "choices": YES_NO}
    ]


def test_paragraphs_over_options_are_questions_too() -> None:
    assert whole("One?\n- [x] Yes\n- [ ] No\n\nSo it is.\n\nTwo?\n\n- [x] Yes\n- [ ] No\n") == [
        {"question": "One?", "choices": YES_NO, "why": "So it is."},
        {"question": "Two?", "choices": YES_NO},
    ]


def test_a_question_with_an_answer_and_no_options_is_recalled_or_typed() -> None:
    assert whole(
        "## One?\n\nAnswer: It is\n\n- this\n- that\n\nWhy: So.\n\n## Two?\n### Answer\nIt\n\nAccept: That\n"
    ) == [
        {"question": "One?", "answer": "It is\n\n- this\n- that", "why": "So."},
        {"question": "Two?", "answer": "It", "accept": ["That"]},
    ]


RACKS = {"question": "Who locks the racks?", "choices": [{"wrong": "The customer"}, {"right": "AWS"}]}
BALLOT = "**Suggested Answer:** *B* \N{BALLOT BOX WITH BALLOT}\n"
FOLD = "<details><summary>Show</summary>\n<b>Answer:</b> B<br>\nSo.\n</details>\n"
LETTERED = "- A. The customer\n- B. AWS\n"


@pytest.mark.parametrize(
    ("text", "further"),
    [
        (
            f"Topic 1 Question #1\n\nWho locks the racks?\n\n{LETTERED}\n{BALLOT}",
            {},
        ),
        (
            "## Who locks the racks?\n\n\N{CROSS MARK} A. The customer\n\N{WHITE HEAVY CHECK MARK} B. AWS\n",
            {},
        ),
        ("**Q1. Who locks the racks?**\n\n- A. The customer\n- **B. AWS** (Correct)\n", {}),
        ("Q: Who locks the racks?\nOptions:\nA) The customer\nB) AWS\nAnswer: Option B\n", {}),
        ("1. Who locks the racks?\nA) The customer B) AWS\nAnswer: B\n", {}),
        (
            f"### Who locks the racks?\n{LETTERED}\n{FOLD}",
            {"why": "So."},
        ),
        ("Who locks the racks?\n----\n\n- [ ] The customer\n- [x] AWS\n", {}),
        ("1) Who locks the racks?\n   A - The customer\n   B - AWS\nAnswer - B\n", {}),
        ("## Who locks the racks?\n\nA. The customer\n\n**B. AWS**\n", {}),
        ("Who locks the racks?\nA. The customer\nB. AWS\nANSWER: B\n", {}),
        (
            f"Question: Who locks the racks?\n\n{LETTERED}\nAnswer: B. AWS. They are its own.\n",
            {"why": "They are its own."},
        ),
        (
            "1. Who locks the racks?\n   a. The customer\n   b. AWS\n\nAnswer Key\n1. b - So.\n",
            {"why": "So."},
        ),
        (
            f"## Who locks the racks?\n{LETTERED}\nCorrect answer: AWS\n\nOption B is right.\n",
            {"why": "Option “AWS” is right."},
        ),
        ("## Who locks the racks?\n- ( ) The customer\n- (x) AWS\n", {}),
    ],
)
def test_layouts_of_public_banks_are_read(text: str, further: Draft) -> None:
    found = reader.read(text, "Mine")
    assert notes(found) == [{**RACKS, **further}]


def test_code_below_an_option_is_its_own_and_tags_in_code_stay() -> None:
    code = "```html\n<p>{}</p>\n```\n"
    first, second = code.format(1), code.format(2)
    text = f"## Which has `<p>` in it?\n\n- [ ] A\n\n{first}\n- [x] B\n\n{second}\n- [ ] `<b>`\n"
    options = [{"wrong": f"A\n{first.strip()}"}, {"right": f"B\n{second.strip()}"}]
    assert whole(text) == [{"question": "Which has `<p>` in it?", "choices": [*options, {"wrong": "`<b>`"}]}]
    lettered = text.replace("- [ ] `<b>`", "- [ ] C `<b>`")
    assert [str(option)[:14] for option in whole(lettered)[0]["choices"]] == [
        "{'wrong': '```",
        "{'right': '```",
        "{'wrong': '`<b",
    ]


def test_a_reason_below_an_option_is_its_own_and_does_not_stand_in_it() -> None:
    text = "## Who?\n- A. The customer\n  - It has no key.\n- B. AWS\n  - Its own.\n\nAnswer: B\n"
    assert whole(text)[0]["choices"] == [
        {"wrong": "The customer", "why": "It has no key."},
        {"right": "AWS", "why": "Its own."},
    ]


def test_flashcards_with_labelled_sides_are_read() -> None:
    text = (
        "### Card 1\n**Front:** Who is it?\n**Back:** AWS\n\n### Card 2\n**Front:** Where?\n**Back:** Here\n"
    )
    assert whole(text) == [
        {"question": "Who is it?", "answer": "AWS"},
        {"question": "Where?", "answer": "Here"},
    ]


# ---------------------------------------------------------------------- what follows the options


@pytest.mark.parametrize(
    "below",
    [
        "It is.\n\nReally.",
        "> It is.\n>\n> Really.",
        "Explanation: It is.\n\nReally.",
        "**Explanation:** It is.\n\nReally.",
        "**Explanation**\n\nIt is.\n\nReally.",
        "#### Explanation\n\nIt is.\n\nReally.",
        "> **Reason:** It is.\n>\n> Really.",
        "Rationale: It is.<br/><br/>Really.",
    ],
)
def test_what_stands_below_the_options_explains(below: str) -> None:
    (note,) = whole(f"### Q?\n- [x] Yes\n- [ ] No\n\n{below}\n")
    assert note["why"] == "It is.\n\nReally."


def test_sources_hints_and_tags_have_labels() -> None:
    (note,) = whole(
        "### Q?\n- [x] Yes\n- [ ] No\n\nHint: Look.\n\nIt is.\n\nReferences:\n<https://a.b>\n\nTags: x, y\n"
    )
    assert {key: note[key] for key in note.keys() - {"question", "choices"}} == {
        "hint": "Look.",
        "why": "It is.",
        "source": "https://a.b",
        "tags": ["x", "y"],
    }


def test_an_explanation_that_is_an_address_is_the_source_and_so_is_what_a_heading_links_to() -> None:
    one, two = whole(
        "1. Q?\n- [x] Yes\n- [ ] No\n\nExplanation: <https://a.b>\n\n"
        "### [Q28](https://c.d/e)\n\nR?\n- [x] Yes\n- [ ] No\n"
    )
    assert (one["source"], two["source"], two["question"]) == ("https://a.b", "https://c.d/e", "R?")


# ---------------------------------------------------------------------- the file


def test_the_first_heading_of_the_first_rank_is_the_title() -> None:
    found = reader.read("# AWS exam\n\n## Q?\n- [x] Yes\n- [ ] No\n", "Mine")
    assert [(deck.id, deck.head) for deck in found.decks] == [("aws-exam", {"title": "AWS exam"})]
    assert not found.losses


def test_every_paragraph_that_is_left_out_is_named_with_its_line() -> None:
    text = (
        "# Exam\n\nWelcome\nto it.\n\n| No | Q |\n|--|--|\n\n---\n\n## Part 1\n\n"
        "1. Q?\n- [x] Yes\n- [ ] No\n\n**[⬆ Back to Top](#exam)**\n\n"
        "2. R?\n- [ ] Yes\n- [ ] No\n\n3. S?\n- [x] Of\n- [ ] In\n\n## The end\n"
    )
    found = reader.read(text, "Mine")
    assert [note["question"] for note in notes(found)] == ["Q?", "S?"]
    assert losses(found) == [
        ("a link within the page was left out", "line 17: **[⬆ Back to Top](#exam)**"),
        ("a paragraph that belongs to no question was left out", "line 3: Welcome"),
        ("a paragraph that belongs to no question was left out", "line 6: | No | Q |"),
        ("a heading that belongs to no question was left out", "line 11: ## Part 1"),
        ("a note was left out: none of its options is marked as right", "line 19: R?"),
        ("a heading that belongs to no question was left out", "line 27: ## The end"),
    ]


def test_a_fold_that_asks_is_answered_by_what_it_hides_and_the_words_of_another_are_none() -> None:
    text = "<details><summary>Who is it?</summary>\n\nAWS\n\n</details>\n\n"
    assert whole(text) == [{"question": "Who is it?", "answer": "AWS"}]
    assert whole(text.replace("Who is it?", "Show").replace("AWS", "1. Who?\n\nAnswer: AWS")) == [
        {"question": "Who?", "answer": "AWS"}
    ]


@pytest.mark.parametrize("blank", ["", "\n"])
def test_the_words_of_a_fold_are_no_part_of_the_option_above_it(blank: str) -> None:
    fold = "<details><summary>{}</summary>\nAnswer: A\n</details>\n"
    text = f"## Q?\n- A. Yes\n- B. No\n{blank}{fold}"
    assert whole(text.format("Show the answer")) == [{"question": "Q?", "choices": YES_NO}]
    assert whole(text.format("Two say so")) == [{"question": "Q?", "choices": YES_NO, "why": "Two say so"}]


@pytest.mark.parametrize("rule", ["---", "===", "* * *"])
def test_a_rule_parts_and_says_nothing(rule: str) -> None:
    question = "## Q?\n- [x] Yes\n- [ ] No\n"
    assert whole(f"{question}{rule}\nBecause.\n{rule}\n{question}") == [
        {"question": "Q?", "choices": YES_NO, "why": "Because."},
        {"question": "Q?", "choices": YES_NO},
    ]


def test_a_picture_is_told() -> None:
    found = reader.read("## Q?\n![a](b.png)\n- [x] Yes\n- [ ] No\n", "Mine")
    assert losses(found) == [("a picture is shown as its address", "line 1: Q? ![a](b.png)")]


WORDS = st.lists(
    st.sampled_from(["cloud", "AWS", "patch", "you", "责任", "S3", "a_b", "x*y"]), min_size=1, max_size=6
).map(" ".join)
PIECES = st.lists(
    st.builds(
        lambda mark, words: f"{mark}{words}",
        st.sampled_from(
            [
                "",
                "# ",
                "1. ",
                "- [x] ",
                "- [ ] ",
                "A. ",
                "B) ",
                "> ",
                "Answer: ",
                "  ",
                "```",
                "**",
                "| ",
                "1. B. ",
                "2) A: ",
                "Q2: ",
                "**Question 1** ",
            ]
        ),
        WORDS | WORDS.map(lambda words: f"{words}? "),
    )
    | st.sampled_from(["", "", "## Answers", "Answer: A", "Explanation", "A: ?"]),
    max_size=20,
)


@given(PIECES)
def test_no_word_is_lost_without_being_told(pieces: list[str]) -> None:
    """Every line stands in a note, or belongs to the paragraph or the note that a loss names."""
    lines = [f"{piece}w{number}w" if " " in piece else piece for number, piece in enumerate(pieces)]
    found = reader.read("\n".join(lines), "Mine")
    kept = " ".join(str(dict(note)) + str(deck.head) for deck in found.decks for note in deck.notes)
    told = {int(loss.where.split(":")[0].removeprefix("line ")): "note" in loss.what for loss in found.losses}
    title = next((number for number, line in enumerate(lines) if line.startswith("# ")), None)
    for number, line in enumerate(lines):
        if f"w{number}w" in line and f"w{number}w" not in kept and (found.decks or number != title):
            starts = [start for start in told if start <= number + 1]
            assert starts, (number, lines, found)
            assert told[max(starts)] or all(lines[max(starts) - 1 : number]), (number, lines, found)


def test_ids_are_the_same_for_the_same_file() -> None:
    text = "## Q?\n- [x] Yes\n- [ ] No\n\n## Q?\n- [x] Yes\n- [ ] No\n"
    found = [[note["id"] for note in reader.read(text, "Mine").decks[0].notes] for _ in range(2)]
    assert found == [["q", "q-2"]] * 2
    assert re.fullmatch("[a-z0-9-]+", str(found[0][0]))
