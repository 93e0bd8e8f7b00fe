"""The statistics: numbers in words that are true, and confusions that can be drilled side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from textual.content import Content

from srm_quiz.charts.catalog import charts
from srm_quiz.domain.cards import Card, Choice, Deck, Duty, Option, Owner
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.readiness.calibration import Passed
from srm_quiz.domain.scheduling import Policy
from srm_quiz.domain.statistics import Counts, Mistake, Statistics, statistics
from srm_quiz.tui.widgets.line_widget import hanging
from tests.support.commandline import Shell
from tests.support.worlds import key

TODAY = StudyDay(date(2026, 11, 25))
AWS, YOU, SHARED = Owner.AWS, Owner.CUSTOMER, Owner.SHARED


def duty(name: str, text: str, on: str, owner: Owner) -> Card:
    return Card(key(name), Duty(text, on, owner))


DUTIES = [
    duty("ec2-os", "Patch the system", "EC2", YOU),
    duty("rds-os", "Patch the system", "RDS", AWS),
    duty("s3-keys", "Choose the keys", "S3", YOU),
    duty("s3-disks", "Replace disks", "S3", AWS),
    duty("rds-config", "Configure", "RDS", SHARED),
]


def found(cards: Sequence[Card], *mistakes: Mistake) -> Statistics:
    counts = Counts(days={}, reviews=(), hours=(Passed(),) * 24, ratings={})
    deck = Deck("world", "World", "", "world.yaml", len(cards), tuple(cards))
    return statistics([deck], {}, counts, mistakes, [], TODAY, Policy())


def test_an_owner_card_stands_beside_one_whose_owner_was_named_instead() -> None:
    """The same duty elsewhere is the nearest; another duty at the same place is the next."""
    seen = found(
        DUTIES,
        Mistake(key("s3-keys"), ("aws",), 2),
        Mistake(key("ec2-os"), ("aws",), 5),
        Mistake(key("rds-os"), ("aws",), 9),  # right, by a card that was changed since
    )
    assert seen.owners == {(AWS, YOU): 7}
    assert seen.beside == tuple(map(key, ("ec2-os", "rds-os", "s3-keys", "s3-disks")))


def test_where_nothing_is_alike_the_confused_card_is_asked_alone() -> None:
    assert found(DUTIES, Mistake(key("rds-config"), ("customer",), 1)).beside == (key("rds-config"),)


def test_all_wrong_options_are_counted_though_ten_are_named() -> None:
    options = [Option("Right", True), *(Option(f"Wrong {n}", False) for n in range(3))]
    cards = [Card(key(f"c{n}"), Choice("?", tuple(options))) for n in range(5)]
    seen = found(cards, *(Mistake(one.key, (f"Wrong {n}",), 2) for one in cards for n in range(3)))
    assert (seen.taken, len(seen.confusions)) == (15, 10)


def test_every_chart_says_its_numbers_in_words(shell: Shell) -> None:
    for _ in range(3):
        shell.learn("reveal", "good", "right", "good", "wrong", "again", "right", "good")
        shell.world.clock.advance(days=1)
    shell("plan", "--exam", "2026-12-24")
    charts = shell.json("stats", "--json")
    told = {name for name, chart in charts.items() if any(sign.isdigit() for sign in chart["said"])}
    assert told == {name for name, chart in charts.items() if chart["rows"]}
    assert "8 answers in the drill: 38 % again, 0 % hard, 62 % good" in charts["ratings"]["said"]
    assert "7 cards:" in charts["states"]["said"]


def test_charts_fit_any_terminal_and_use_the_room_of_a_wide_one(shell: Shell) -> None:
    for _ in range(3):
        shell.learn(*("right", "suggested") * 3, "wrong", "again")
        shell.world.clock.advance(days=1)
    shell("plan", "--exam", "2026-12-24")
    with shell.world.open() as study:
        found = charts(study.chart_data())
    for chart in found:
        for width in (32, 36, 50, 60, 74, 112):
            drawn = ["".join(text for text, _ in line) for line in chart.draw(width)]
            assert all(len(line) <= width for line in drawn), (chart.id, width, drawn)
        assert all(chart.draw(width) is not None for width in (1, 8, 18))
        assert chart.columns and bool(chart.lines) <= bool(chart.rows)
    drawn = {chart.id: chart.text for chart in found}
    assert drawn["forecast"][0] == "reviews a day" and "└──" in drawn["forecast"][5]
    assert drawn["forecast"][6].split()[:3] == ["Thu", "26", "Nov"]
    assert drawn["time"][0] == "minutes a day" and drawn["time"][6].endswith("  Thu 26 Nov")
    assert drawn["hours"][0] == "reviews in an hour" and drawn["hours"][-2].split()[0] == "hour"
    assert drawn["year"][-1].split()[:2] == ["·", "0"] and drawn["year"][-1].endswith("answers")


def test_the_way_to_the_exam_is_still_there_when_the_exam_is_over(shell: Shell) -> None:
    shell("plan", "--exam", "2026-11-26")
    for _ in range(3):
        shell.world.open(exam_date=date(2026, 11, 26)).close()
        shell.world.clock.advance(days=1)
    assert shell.json("stats", "--json")["ready"]["said"].startswith("Your exam is today.")
    shell.world.clock.advance(days=1)
    ready = shell.json("stats", "--json")["ready"]
    assert ready["said"].startswith("Your exam was on Thursday 26 November 2026")
    assert [row["day"] for row in ready["rows"]] == ["2026-11-23", "2026-11-24", "2026-11-25"]


@pytest.mark.parametrize("width", range(12, 40))
def test_a_percent_sign_stays_with_its_number(width: int) -> None:
    lines = hanging("", Content("You knew 84\u00a0% to 95\u00a0% of 1,200 cards."), width)
    assert not any(str(line).startswith("%") for line in lines)
    assert all(line.cell_length <= width for line in lines)
