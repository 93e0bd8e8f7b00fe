"""Anki's HTML becomes Markdown, and a deck's Markdown comes back from Anki's HTML as it was."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.deckfiles.source import UNSAFE
from srm_quiz.exchange.anki.cloze import marked, sentences
from srm_quiz.exchange.anki.html_to_markdown import to_html, to_markdown
from tests.support.anki_files import (
    BASIC,
    Kind,
    Package,
    notes,
    read,
    said,
)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("a<div>b</div>", "a\\\nb"),
        ("a<br><br>b", "a\n\nb"),
        ("<p>a</p>\n<p>b</p>", "a\n\nb"),
        ("<b>a </b>b<i>,c</i>", "**a** b,c"),
        ("x<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>y", "x\n- a\n- b\n   - c\n\ny"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ("<pre>if x:\n  y &lt; 2</pre>", "```\nif x:\n  y < 2\n```"),
        ("<code>a_b*</code> <tt>`</tt>", "`a_b*` `` ` ``"),
        ('<a href="https://x.y/a b">t</a>', "[t](https://x.y/a%20b)"),
        ('<a href="javascript:x()">t</a>', "t"),
        ('<a href="https://x.y/a_b_c">https://x.y/a_b_c</a>', "https://x.y/a_b_c"),
        ("2 * 3, a_b_c, &lt;vpc&gt; &amp; 1&nbsp;GB", "2 * 3, a_b_c, <vpc> & 1 GB"),
        ("*args **kw _x_ _y_", "\\*args \\*\\*kw \\_x\\_ \\_y\\_"),
        ("# no heading", "\\# no heading"),
        ("\\(x_1\\) [$]y[/$]", "\\\\(x_1\\\\) [$]y[/$]"),
        ("10<sup>6</sup> H<sub>2</sub>O 1<sup>st</sup> e<sup>ab</sup>", "10⁶ H₂O 1st e^ab"),
        ("<style>.x{}</style>a<script>b", "a"),
        ("a<!-- b -->c<!-- d", "ac"),
        ("a < b <3 <", "a < b <3 <"),
        ("&#27;[2J&#x202e;&#99999999999999;", "[2J�"),
        ("&#" + "9" * 5000 + ";", "�"),
        ('<img alt="a>b" src=x>a[sound:x.mp3]', "a"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\\\nc"),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


def test_media_are_left_out_and_that_is_said(tmp_path: Path) -> None:
    made = Package()
    made.add(BASIC, "Which <img src=a.png> icon?[sound:a.mp3]", "b")
    made.add(BASIC, "<img src=b.png>", "an icon")
    found = read(made, tmp_path)
    assert [note["question"] for note in notes(found)] == ["Which icon?"]
    assert said(found) == [
        "a picture is left out",
        "a sound is left out",
        "nothing is left of its question without its media; the card is left out",
        "a picture is left out",
    ]
    assert [loss.where for loss in found.losses[:2]] == ["a.png, in: Which icon?", "a.mp3, in: Which icon?"]


def test_what_no_deck_can_hold_is_told_and_costs_nothing_else(tmp_path: Path) -> None:
    made = Package()
    made.add(BASIC, "long", "x" * 5001)
    made.add(BASIC, "x" * 3_000_000, "y")
    made.add(Kind(("Front", "Back", "Extra"), BASIC.templates), "q", "a", "w" * 5001)
    made.add(BASIC, "\x1b[31mred\u202e", "b\x07", tags="t\x1bag")
    found = read(made, tmp_path)
    assert [(n["question"], n["answer"], n.get("tags")) for n in notes(found)] == [
        ("q", "a", None),
        ("[31mred", "b", ["tag"]),
    ]
    assert len(said(found)) == 3


TEXTS = st.text(min_size=1, max_size=60).map(lambda text: UNSAFE.sub("", text.replace("\r", "")).strip())
MARKUP = st.lists(
    st.sampled_from(
        [
            "*",
            "**",
            "`",
            "_",
            "\\",
            "[",
            "](https://x.y)",
            "<b>",
            "&amp;",
            "- ",
            "1. ",
            "\n",
            "\n\n",
            "a",
            " b",
            "#",
        ]
    )
).map(lambda parts: "".join(parts).strip())


@given(TEXTS | MARKUP)
def test_any_text_of_a_deck_comes_back_from_anki_as_it_was(text: str) -> None:
    assert to_markdown(to_html(text)) == text


@given(st.text(alphabet="<>/!-b a=\"'&;#9{}:c1\\*`[]()\n", max_size=80))
def test_no_field_breaks_the_reader(html: str) -> None:
    assert not UNSAFE.search(to_markdown(html))
    assert not UNSAFE.search("".join(one.text for one in sentences(to_markdown(marked(html)))))


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!",
        "<!--",
        "<a ",
        '<a "',
        "<a b='",
        "<b>",
        "<ul><li>",
        "&#",
        "{{c1::",
        "{{c1::a}}",
        "{{c1::{{c2::",
        "<ul>",
        "}}",
        "<script>",
        "[sound:",
    ],
)
def test_broken_html_takes_about_as_long_as_good_html(piece: str) -> None:
    many = 8_000 // len(piece)
    broken = piece * many + "</ul>}}" * many
    good = "<ul><li>a {{c1::b}} <b>c</b></li></ul>"
    assert seconds(broken) < 10 * seconds(good * (len(broken) // len(good)))


def seconds(html: str) -> float:
    """The processor's time for reading the field."""
    started = time.process_time()
    sentences(to_markdown(marked(html)))
    return time.process_time() - started
