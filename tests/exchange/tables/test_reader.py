"""Tables become notes, nothing is lost without a word, and what is written as a table is read back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from srm_quiz.deckfiles.source import UNSAFE
from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.exchange.markers import right_options
from srm_quiz.exchange.model import Imported, ImportRefusedError
from srm_quiz.exchange.tables.reader import read
from srm_quiz.exchange.tables.writer import table_text
from srm_quiz.exchange.text import MOST_BYTES, decode
from tests.support import importing
from tests.support.importing import losses


def notes(text: str) -> list[Draft]:
    """The notes of a table that has one deck and loses nothing."""
    found = read(text, "Mine")
    assert not found.losses, found.losses
    assert [(deck.id, deck.head) for deck in found.decks] == [("mine", {"title": "Mine"})]
    return importing.notes(found)


# ---------------------------------------------------------------------- what parts the cells


@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|"])
def test_a_header_is_known_whatever_parts_the_cells(delimiter: str) -> None:
    text = f"Term{delimiter}Definition\nWho?{delimiter}AWS\n"
    assert notes(text) == [{"question": "Who?", "answer": "AWS"}]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|"])
def test_without_a_header_the_first_column_asks_and_the_second_answers(delimiter: str) -> None:
    text = f"Who?{delimiter}AWS\r\nWhere?{delimiter}There\r\n"
    assert notes(text) == [{"question": "Who?", "answer": "AWS"}, {"question": "Where?", "answer": "There"}]


def test_what_quizlet_exports_is_quoted_nowhere_and_so_quotes_are_text() -> None:
    assert notes('"Of", or in?\t"of" the cloud\nWho, then?\tYou; AWS\n') == [
        {"question": '"Of", or in?', "answer": '"of" the cloud'},
        {"question": "Who, then?", "answer": "You; AWS"},
    ]


def test_a_quoted_cell_may_have_lines_and_delimiters() -> None:
    assert notes('question,answer\n"Who,\nthen?","a ""quoted"" word"\n') == [
        {"question": "Who,\nthen?", "answer": 'a "quoted" word'}
    ]


def test_quotes_that_do_not_fit_are_told() -> None:
    found = read('question,answer\n"He said "who?" to me",AWS\n"Where, then?",There\n', "Mine")
    assert [note["answer"] for note in found.decks[0].notes] == ["AWS", "There"]
    assert "quotes do not fit" in found.losses[0].what


def test_a_delimiter_with_a_space_behind_it_is_prose_if_another_fits_as_well() -> None:
    assert notes("Who patches, and when?;AWS, daily\nWho, then?;You, of course\n") == [
        {"question": "Who patches, and when?", "answer": "AWS, daily"},
        {"question": "Who, then?", "answer": "You, of course"},
    ]


def test_what_anki_writes_as_text_says_itself_how_it_is_read() -> None:
    text = "#separator:tab\n#html:false\n#deck column:1\n#tags column:4\nPets\tWho, then?\tYou\ta b\n"
    found = read(text, "Mine")
    assert not found.losses
    assert [(deck.id, deck.notes) for deck in found.decks] == [
        ("pets", [{"id": "who-then", "question": "Who, then?", "answer": "You", "tags": ["a", "b"]}])
    ]


def test_what_anki_says_of_the_whole_file_is_kept_or_told() -> None:
    found = read("#separator:tab\n#deck:My pets\n#notetype:Basic\n#tags:a b\nWho?\tYou\n", "Mine")
    assert [deck.head["title"] for deck in found.decks] == ["My pets"]
    assert losses(found) == [
        ("the notetype of the whole file is not kept", "Basic"),
        ("the tags of the whole file are not kept", "a b"),
    ]


# ---------------------------------------------------------------------- columns


@pytest.mark.parametrize("title", ["All about AWS", "All about AWS;;"])
def test_a_sheet_may_have_a_title_above_the_names_of_its_columns(title: str) -> None:
    found = read(f"{title}\nquestion;answer;why\nWho, then?;AWS;So.\n", "Mine")
    assert found.decks[0].notes == [
        {"id": "who-then", "question": "Who, then?", "answer": "AWS", "why": "So."}
    ]
    assert losses(found) == [("a line above the names of the columns was left out", "line 1: All about AWS")]


def test_columns_are_known_by_many_names() -> None:
    assert notes("FRONT,Back,Explanation,Hint,Reference,Tags,Accepted_Answers\nQ,A,W,H,S,x;y,B|C\n") == [
        {
            "question": "Q",
            "answer": "A",
            "accept": ["B", "C"],
            "hint": "H",
            "source": "S",
            "why": "W",
            "tags": ["x", "y"],
        }
    ]


def test_a_column_names_the_deck_of_each_row() -> None:
    found = read("question,answer,deck\nA?,an a,S3\nB?,the b,EC2\nC?,the c,S3\nD?,the d,\n", "Mine")
    assert [(deck.id, deck.head["title"], len(deck.notes)) for deck in found.decks] == [
        ("s3", "S3", 2),
        ("ec2", "EC2", 1),
        ("mine", "Mine", 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "question,choices,correct\nQ,yes|no|maybe,yes|maybe\n",
        'question,choices,answer\nQ,yes|no|maybe,"A, C"\n',
        "question,option a,option b,option c,correct answer\nQ,yes,no,maybe,AC\n",
        "Question,Answer Option 1,Answer Option 2,Answer Option 3,Correct Answers\nQ,yes,no,maybe,1;3\n",
        "q,a,b,c,correct\nQ,yes,no,maybe,A and C\n",
        "question,correct 1,wrong 1,correct 2\nQ,yes,no,maybe\n",
        "question,choices,correct\nQ,yes|no||maybe,1 4\n",
        'question,choices,correct\nQ,yes|no|maybe,"0, 2"\n',
        "question,option 1,option 2,option 3,answer\nQ,A. yes,B. no,C. maybe,AC\n",
        "question,option 1,option 2,option 3,answer\nQ,B. yes,C. no,A. maybe,AB\n",
    ],
)
def test_options_and_which_are_right_are_written_in_many_ways(text: str) -> None:
    (note,) = notes(text)
    assert isinstance(note["choices"], list)
    assert sorted(map(str, note["choices"])) == [
        "{'right': 'maybe'}",
        "{'right': 'yes'}",
        "{'wrong': 'no'}",
    ]


@pytest.mark.parametrize(
    ("mark", "right"),
    [
        ("2", {0}),
        ("#2", {1}),
        ("b", {1}),
        ("3", {1}),
        ("2, 3", {0, 1}),
        ("4", set()),
        ("", set()),
        ("#9", set()),
    ],
)
def test_a_mark_that_is_the_text_of_an_option_means_that_option(mark: str, right: set[int]) -> None:
    assert right_options(mark, ["2", "3", "5"]) == right


def test_texts_with_blanks_and_duties_are_kinds_of_their_own() -> None:
    assert notes(
        "question,answer,cloze,duty,on,owner,accept\n"
        ",,{{of::of or in?}} the cloud,,,,\n"
        "{{c1::in::of or in?}} the cloud,Because.,,,,,\n"
        ",,,Patch the engine,Amazon RDS,AWS,shared\n"
    ) == [
        {"cloze": "{{of::of or in?}} the cloud"},
        {"cloze": "{{in::of or in?}} the cloud", "why": "Because."},
        {"duty": "Patch the engine", "owner": "aws", "on": "Amazon RDS", "accept": ["shared"]},
    ]


def test_a_bar_in_a_blank_of_anki_belongs_to_its_answer() -> None:
    assert notes("question,answer\nPipe with {{c1::a|b}} here,Why\n") == [
        {"cloze": "Pipe with {{a\\|b}} here", "why": "Why"}
    ]


# ---------------------------------------------------------------------- losses


def test_every_row_cell_and_column_that_is_left_out_is_named_with_its_line() -> None:
    text = (
        "question,answer,option 1,option 2,owner,shoe size\n"
        ",nobody asks,,,,\n"
        "unanswered,,,,,\n"
        "unmarked,,a,b,,43\n"
        "same,a,a,a,,\n"
        "too long," + "x" * 5_001 + ",,,,\n"
        "fine,an a,,,aws,,,\n"
        "Who, then,a,,,,of a cell\n"
    )
    found = read(text, "Mine")
    assert [note["question"] for note in found.decks[0].notes] == ["fine"]
    assert losses(found) == [
        (
            "a row was left out: it has more cells than the others: quote texts that have a , in them",
            "line 8: Who, then,a,,,,of a cell",
        ),
        ("the column 'shoe size' has no place in a note (1 texts)", "line 4: 43"),
        ("a row was left out: it asks nothing", "line 2: nobody asks"),
        ("a row was left out: it has no answer", "line 3: unanswered"),
        ("a row was left out: it marks no option as right", "line 4: unmarked a b 43"),
        ("a note was left out: one of its options is both right and wrong", "line 5: same a a a"),
        (
            "a note was left out: its answer has more than 5,000 characters",
            "line 6: too long " + "x" * 50 + "…",
        ),
        ("texts under owner do not go with such a note", "line 7: fine an a aws"),
    ]
    assert losses(read("question\tanswer\nWho?\tAWS\tbeyond\n", "Mine")) == [
        ("cells beyond the last column were left out", "line 2: Who? AWS beyond")
    ]


def test_a_row_in_which_a_comma_was_not_quoted_makes_no_card() -> None:
    found = read("Who?,AWS\nWho, then, is it?,You\nWhere?,There\n", "Mine")
    assert [note["question"] for note in found.decks[0].notes] == ["Who?", "Where?"]
    assert losses(found) == [
        (
            "a row was left out: it has more cells than the others: quote texts that have a , in them",
            "line 2: Who, then, is it?,You",
        )
    ]


def test_excel_says_in_its_first_line_what_parts_the_cells() -> None:
    assert notes("sep=;\nquestion;answer\nWho, then?;AWS\n") == [{"question": "Who, then?", "answer": "AWS"}]


def test_wrong_answers_may_stand_in_one_cell() -> None:
    (note,) = notes("question,correct_answer,incorrect_answers\nWho?,AWS,You|Both\n")
    assert note["choices"] == [{"right": "AWS"}, {"wrong": "You"}, {"wrong": "Both"}]


def test_a_comma_parts_no_wrong_answers() -> None:
    (note,) = notes('question,correct_answer,distractors\nWho?,AWS,"You, then"\n')
    assert note["choices"] == [{"right": "AWS"}, {"wrong": "You, then"}]


def test_where_one_row_counts_options_from_0_all_do() -> None:
    zero, one = notes("question,a,b,c,correct\nOne?,x,y,z,0\nTwo?,x,y,z,1\n")
    assert zero["choices"] == [{"right": "x"}, {"wrong": "y"}, {"wrong": "z"}]
    assert one["choices"] == [{"wrong": "x"}, {"right": "y"}, {"wrong": "z"}]


@pytest.mark.parametrize("row", ["How many?,0,1,2,0", "How many?,1,0,2,0"])
def test_an_option_that_says_0_counts_nothing(row: str) -> None:
    many, one = notes(f"question,a,b,c,correct\n{row}\nTwo?,x,y,z,1\n")
    assert [option["right"] for option in many["choices"] if "right" in option] == ["0"]
    assert one["choices"] == [{"right": "x"}, {"wrong": "y"}, {"wrong": "z"}]


def test_why_of_an_option_that_is_not_there_is_told() -> None:
    found = read("question,option a,option b,why a,why b,why c,correct\nOne?,x,y,1,2,3,a\n", "Mine")
    assert found.decks[0].notes[0]["choices"] == [{"right": "x", "why": "1"}, {"wrong": "y", "why": "2"}]
    assert [what for what, _ in losses(found)] == ["texts under option why do not go with such a note"]


def test_a_kind_is_ours_only_where_the_row_has_an_id_of_ours() -> None:
    assert [what for what, _ in losses(read("question,answer,type\nWho?,AWS,basic\n", "Mine"))] == [
        "texts under kind do not go with such a note"
    ]
    assert notes("id,kind,question,answer\nwho,basic,Who?,AWS\n") == [{"question": "Who?", "answer": "AWS"}]


def test_a_note_takes_26_options_and_no_more() -> None:
    for number, kept in ((26, 1), (27, 0)):
        options = "|".join(f"o{index}" for index in range(number))
        found = read(f"question,choices,correct\nQ,{options},o1\n", "Mine")
        assert sum(len(deck.notes) for deck in found.decks) == kept
        assert bool(found.losses) == (not kept)


def test_control_characters_are_taken_out_and_told_of_once() -> None:
    found = read("Who\x1b[2J?,A\x00W\u202eS\nWhere?,The\u2028re\n", "Mine")
    assert [dict(note) for note in found.decks[0].notes] == [
        {"id": "who-2j", "question": "Who[2J?", "answer": "AWS"},
        {"id": "where", "question": "Where?", "answer": "The re"},
    ]
    assert losses(found) == [
        ("4 control characters were taken out (U+0000, U+001B, U+2028, U+202E)", "line 1: Who[2J?,AWS")
    ]


def test_an_empty_table_has_no_decks_and_loses_nothing() -> None:
    assert read("\n \n", "Mine") == Imported([], [])


# ---------------------------------------------------------------------- ids


def test_each_note_has_an_id_from_its_question_numbered_where_it_is_taken() -> None:
    found = read(
        "Who is it?,the a\nWho is it,the b\nwho-is-it-2,the c\n責任,the d\n" + "word " * 50 + ",the e\n",
        "Mine",
    )
    ids = [note["id"] for note in found.decks[0].notes]
    assert ids[:3] == ["who-is-it", "who-is-it-2", "who-is-it-2-2"]
    assert str(ids[3]).startswith("n")
    assert ids[4] == "-".join(["word"] * 12)
    assert ids == [
        note["id"]
        for note in read(
            "\n"
            + "Who is it?,the a\nWho is it,the b\nwho-is-it-2,the c\n責任,the d\n"
            + "word " * 50
            + ",the e\n",
            "Mine",
        )
        .decks[0]
        .notes
    ]


# ---------------------------------------------------------------------- encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_read_in_the_encodings_of_unicode(encoding: str) -> None:
    assert decode("Müller 責任".encode(encoding)) == ("Müller 責任", ())


def test_another_encoding_is_taken_for_the_western_one_and_that_is_told() -> None:
    text, told = decode("one\nMüller".encode("cp1252"))
    assert text == "one\nMüller"
    assert [(loss.where, "Windows-1252" in loss.what) for loss in told] == [("line 2: Müller", True)]


@pytest.mark.parametrize("data", [b"a\0b", b"\xff\xfea", b"x" * (MOST_BYTES + 1)])
def test_what_is_no_text_or_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefusedError):
        decode(data)


# ---------------------------------------------------------------------- there and back

TEXTS = st.text(min_size=1, max_size=40).map(
    lambda text: UNSAFE.sub("", text.replace("\r", "")).strip() or "-"
)


def one_of_each(options: list[dict[str, str]]) -> list[dict[str, str]]:
    """The options with the first one right and the last one wrong."""
    first, *between, last = options
    return [
        {("right" if key == "wrong" else key): text for key, text in first.items()},
        *between,
        {("wrong" if key == "right" else key): text for key, text in last.items()},
    ]


LINES = TEXTS.map(lambda text: " ".join(text.split()))
OPTIONS = st.lists(
    st.builds(
        lambda side, text, why: {side: text, **({"why": why} if why else {})},
        st.sampled_from(["right", "wrong"]),
        TEXTS,
        TEXTS | st.just(""),
    ),
    min_size=2,
    max_size=5,
    unique_by=lambda option: " ".join((option.get("right") or option["wrong"]).split()),
).map(one_of_each)
CORES = st.one_of(
    st.fixed_dictionaries({"question": TEXTS, "answer": TEXTS}),
    st.fixed_dictionaries(
        {"question": TEXTS, "answer": TEXTS, "accept": st.lists(LINES, max_size=3, unique=True)}
    ),
    st.fixed_dictionaries({"question": TEXTS, "choices": OPTIONS}),
    st.fixed_dictionaries({"cloze": TEXTS.map(lambda text: f"{text} {{{{blank}}}}")}),
    st.fixed_dictionaries(
        {"duty": TEXTS, "owner": st.sampled_from(["aws", "customer", "shared"])},
        optional={"on": LINES, "accept": st.just(["shared"])},
    ),
)
FURTHER = st.fixed_dictionaries(
    {},
    optional={
        "why": TEXTS,
        "hint": TEXTS,
        "source": LINES,
        "tags": st.lists(LINES, min_size=1, max_size=3, unique=True),
        "weight": st.sampled_from(["2", "0.25"]),
        "allow": st.dictionaries(st.sampled_from(["missing-why", "word-echo"]), TEXTS, min_size=1),
    },
)
NOTES = st.lists(st.builds(lambda core, further: {**core, **further}, CORES, FURTHER), min_size=1, max_size=4)


@pytest.mark.parametrize("delimiter", [",", "\t"])
@given(notes=NOTES)
@example(
    notes=[
        {"question": "{{c1::", "answer": "<b>&lt;"},
        {"question": "#1", "choices": [{"wrong": "#2"}, {"right": "B"}]},
    ]
)
def test_a_table_that_we_write_is_read_back_whole(delimiter: str, notes: list[Draft]) -> None:
    written = [{"id": f"note-{number}", **note} for number, note in enumerate(notes)]
    found = read(table_text(written, delimiter), "Mine")
    assert not found.losses, found.losses
    assert list(found.decks[0].notes) == written


def test_a_weight_that_no_card_may_have_is_left_out_and_reported() -> None:
    found = read("question,answer,weight\nWho?,AWS,10\nWhat?,S3,0.5\n", "Mine")
    assert [note.get("weight") for note in found.decks[0].notes] == [None, "0.5"]
    assert [loss.what for loss in found.losses] == ["texts under weight do not go with such a note"]
