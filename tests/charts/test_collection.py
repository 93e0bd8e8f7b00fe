"""The collection: decks by what is known of them, exams by name, and what was failed is not known."""

from __future__ import annotations

import pytest

from srm_quiz.charts.catalog import charts
from srm_quiz.charts.chart import Chart
from srm_quiz.charts.retention import log_loss_sentence
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.events import Rate, Reveal
from srm_quiz.domain.readiness.calibration import calibration
from srm_quiz.domain.scheduling import Rating
from srm_quiz.study.scope import Scope
from srm_quiz.study.study import Study
from tests.support.transcripts import World
from tests.support.worlds import key

TITLE = "Compute: EC2, Auto Scaling, Beanstalk, Lightsail and all the others"


def answer(study: Study, *cards: str, rating: Rating = Rating.GOOD) -> None:
    """Look at the answer of each, and rate it."""
    study.start(Scope(cards=tuple(map(key, cards))))
    for _ in cards:
        study.send(Reveal())
        study.send(Rate(rating))


def chart(study: Study, chart_id: str) -> Chart:
    found = charts(study.chart_data())
    return next(one for one in found if one.id == chart_id)


def known(study: Study) -> float:
    (row,) = chart(study, "decks").rows
    return float(row[3])


def titled(world: World, title: str, tags: str = "") -> Study:
    path = world.home / "bundled" / "world.yaml"
    text = path.read_text(encoding="utf-8").replace("A deck of every kind", f"'{title}'\n{tags}")
    path.write_text(text, encoding="utf-8")
    return world.open()


@pytest.mark.parametrize("width", [32, 50, 74, 112])
def test_a_deck_s_name_stands_whole_beside_its_bar(world: World, width: int) -> None:
    with titled(world, TITLE) as study:
        answer(study, "basic")
        drawn = ["".join(text for text, _ in line) for line in chart(study, "decks").draw(width)]
    assert max(map(len, drawn)) <= width and sum("%" in line for line in drawn) == 1
    names = " ".join(drawn)
    assert [word for word in TITLE.split() if word not in names] == []
    assert names.count("░") >= 8 and "…" not in names


def test_an_exam_is_told_by_its_name_and_a_tag_of_one_s_own_by_itself(world: World) -> None:
    with titled(world, "World", "tags: [clf, saa, mine, stretch, p08]") as study:
        answer(study, "basic")
        topics = chart(study, "topics")
    saa, clf = "SAA-C03 Solutions Architect Associate", "CLF-C02 Cloud Practitioner"
    assert [row[0] for row in topics.rows] == [clf, saa, "mine"]
    assert (
        f"of the 7 cards for {clf} and" in topics.summary
        and f"of the 7 cards for {saa} now." in topics.summary
    )
    assert "tagged" not in topics.summary and "mine (" in topics.summary


def test_the_weakest_decks_begun_are_named_weakest_first(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    for deck in ("all", "three", "one", "two", "none"):
        cards = [f"{{id: c{n}, question: '{deck} {n}?', answer: A}}" for n in range(4)]
        (own / f"{deck}.yaml").write_text(f"title: {deck}\ncards: [{', '.join(cards)}]\n", encoding="utf-8")
    begun = {"all": 4, "three": 3, "one": 1, "two": 2}
    with world.open() as study:
        study.start(
            Scope(cards=tuple(CardKey(f"{d}/c{n}#1") for d, many in begun.items() for n in range(many)))
        )
        for _ in range(sum(begun.values())):
            study.send(Reveal())
            study.send(Rate(Rating.EASY))
        summary = chart(study, "decks").summary
    assert summary.endswith(" The weakest you have begun: one (25 %), two (50 %), three (75 %).")


def test_a_card_that_was_failed_is_not_known_until_it_is_passed(world: World) -> None:
    """The forgetting curve begins at certainty, also for what was failed a minute ago."""
    with world.open() as study:
        answer(study, "basic", "typed")
        assert known(study) == pytest.approx(2 / 7, abs=1e-4)
        world.clock.advance(days=20)
        before = known(study)
        assert 0 < before < 2 / 7
        answer(study, "basic", rating=Rating.AGAIN)
        assert known(study) == pytest.approx(before / 2, abs=1e-4)
        world.clock.advance(minutes=11)
        answer(study, "basic")
        assert (after := known(study)) > before
        world.clock.advance(minutes=11)
        answer(study, "choice", rating=Rating.AGAIN)
        assert known(study) == pytest.approx(after)


def test_every_card_begun_is_counted_in_one_tenth_of_retrievability_and_one_span_of_stability(
    world: World,
) -> None:
    with world.open() as study:
        answer(study, "basic")
        assert list(chart(study, "retrievability").rows) == [("90 to 100 %", 1)]
        assert [count for _, count in chart(study, "stability").rows if count] == [1]


def test_the_widest_gap_says_which_lines_it_leaves_out() -> None:
    few = [(0.1, True)] * 5
    many = [(0.95, n % 10 > 0) for n in range(60)] + [(0.65, n % 10 > 4) for n in range(40)]
    told, whole = calibration(many + few), calibration(many)
    assert told is not None and whole is not None
    widest = "65 % expected, 50 % of 40 known."
    assert log_loss_sentence(told).endswith(f" Furthest apart (among lines of 30 or more): {widest}")
    assert log_loss_sentence(whole).endswith(f" Furthest apart: {widest}")
