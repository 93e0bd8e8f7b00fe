"""`stats`, `plan` and `streak`: they tell how things stand and write nothing but what they are asked to."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from tests.support.commandline import Shell


def studied(shell: Shell) -> None:
    for _ in range(3):
        shell.learn("reveal", "good", "right", "good", "wrong", "again", "right", "good")
        shell.world.clock.advance(days=1)


# -------------------------------------------------------------------------- stats


def test_before_the_first_answer_every_chart_is_a_sentence(shell: Shell) -> None:
    assert shell("stats") == 0
    titles = [part.splitlines() for part in shell.out.split("\n\n")]
    assert len([one for one in titles if one[0] == "Am I ready?"]) == 1
    assert sum("█" in line for line in shell.out.splitlines()) == 1  # all cards are new
    assert shell.err == ""


def test_charts_are_text_json_and_tables(shell: Shell) -> None:
    studied(shell)
    assert max(len(line) for line in shell.lines("stats")) <= 80
    found = shell.json("stats", "--json")
    assert found["ratings"]["rows"][0] == {"what": "again", "count": 3}
    for name in found:
        assert shell("stats", "--csv", name) == 0
        rows = list(csv.reader(io.StringIO(shell.out)))
        assert all(len(row) == len(rows[0]) for row in rows)
    days = list(csv.DictReader(io.StringIO(shell.out))) if shell("stats", "--csv", "year") == 0 else []
    assert [day["day"] for day in days] == ["2026-11-23", "2026-11-24", "2026-11-25"]
    assert int(days[0]["answers"]) == 4


def test_an_unknown_chart_is_told_with_the_nearest(shell: Shell) -> None:
    assert shell("stats", "--csv", "retenton") == 2
    assert "did you mean 'retention'?" in shell.err


# --------------------------------------------------------------------------- plan


def test_without_an_exam_the_plan_says_what_a_goal_means_and_how_to_set_one(shell: Shell) -> None:
    assert shell("plan", "--goal", "10") == 0
    assert shell.out.startswith("10 answers a day. Today: 5 new, about 2 minutes.\n0 of 7 cards are met.")
    assert "40 a day: about 1 week" in shell.out
    assert "srm-quiz plan --for saa --exam" in shell.out
    assert shell.json("plan", "--json") is None


def test_an_exam_is_set_planned_and_forgotten_in_one_step_each(shell: Shell) -> None:
    assert shell("plan", "--exam", "2026-12-24", "--minutes", "10") == 0
    assert "Thursday 24 December 2026: 31 days to study, 10 minutes each." in shell.out
    found = shell.json("plan", "--json")
    assert (found["days_left"], found["minutes"], len(found["days"])) == (31, 10, 31)
    assert found["tomorrow"]["known"] == 0 < found["following"]["known"] <= 1
    assert found["tomorrow"]["chance"] is None
    assert shell.json("status", "--json")["exam_date"] == "2026-12-24"
    assert shell("plan", "--no-exam") == 0
    assert shell.json("status", "--json")["exam_date"] is None


@pytest.mark.parametrize("exam", ["2026-12-04", "2027-02-14", "2027-11-01"])
def test_the_plan_asks_today_what_status_says(shell: Shell, exam: str) -> None:
    studied(shell)
    shell("plan", "--exam", exam)
    plan, status = shell.json("plan", "--json"), shell.json("status", "--json")
    today = plan["today"]
    assert (today["due"], today["new"]) == (status["due"], status["new"])
    assert len(today["cards"]) == today["due"] + today["new"] - status["learning"]
    assert plan["days"][0] == {
        "new": status["new"],
        "reviews": status["due"],
        "minutes": round(today["seconds"] / 60, 1),
    }


def test_a_past_day_is_no_exam_day(shell: Shell) -> None:
    assert shell("plan", "--exam", "2026-11-23") == 2
    assert "is not ahead of us" in shell.err
    assert shell("plan", "--exam", "yesterday") == 2
    assert "'yesterday' is no day; write one as 2027-02-14, 14.2., 9 jan, in 6 weeks" in shell.err


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("in 6 weeks", "2027-01-04"),
        ("9 jan", "2027-01-09"),
        ("14.2.", "2027-02-14"),
        ("tomorrow", "2026-11-24"),
    ],
)
def test_a_day_may_be_written_as_people_do_and_is_told_as_it_was_understood(
    shell: Shell, words: str, day: str
) -> None:
    assert shell("plan", "--exam", words) == 0
    told = " ".join(shell.out.split())
    assert f"{date.fromisoformat(day):%A} {int(day[-2:])} {date.fromisoformat(day):%B %Y}" in told
    assert shell.json("status", "--json")["exam_date"] == day


def test_the_exam_is_chosen_by_its_name(shell: Shell) -> None:
    shell.own_deck(
        "title: Mine\nid: mine\ntags: [saa]\ncards: [{question: A, answer: B}]\n"
        "exams: [{id: saa, title: SAA-C03, tags: [saa]}]\n"
    )
    assert shell("plan", "--for", "clf") == 2 and "give one of saa, all" in shell.err
    assert shell("plan", "--for", "saa", "--exam", "2026-12-24") == 0
    assert shell.out.startswith("SAA-C03 on Thursday 24 December 2026")
    assert shell.json("plan", "--json")["cards"] == 1
    assert shell("plan", "--for", "all") == 0
    assert shell.json("plan", "--json")["cards"] == 8


def test_more_minutes_than_the_plan_can_take_are_refused(shell: Shell) -> None:
    assert shell("plan", "--minutes", "2000") == 2
    assert "from 1 to 600" in shell.err
    assert shell("plan", "--minutes", "600") == 0


def test_after_the_exam_everything_is_as_before(shell: Shell) -> None:
    shell("plan", "--exam", "2026-11-25", "--minutes", "1")
    planned = shell.json("status", "--json")["new"]
    shell.world.clock.advance(days=2)
    assert shell("plan") == 0 and shell.out.startswith("Your exam is today.")
    shell.world.clock.advance(days=1)
    assert shell("plan") == 0
    assert "Your exam was on Wednesday 25 November 2026." in shell.out
    after = shell.json("status", "--json")
    assert (planned, after["new"], after["readiness"]) == (3, 7, None)


# ------------------------------------------------------------------------- streak


def test_the_streak_and_its_freezes_are_told_and_any_day_explained(shell: Shell) -> None:
    studied(shell)
    assert "You hold no freeze. 7 more days in a row and you earn one." in " ".join(shell.lines("streak"))
    assert shell("streak", "--why", "2026-11-23") == 0
    assert shell.out.startswith("Monday 23 November 2026. It was missed: 4 answers, and 7 were due")
    assert shell("streak", "--why", "2026-11-01") == 0
    assert "before your first day" in shell.out
    found = shell.json("streak", "--json")
    assert [day["mark"] for day in found["days"]] == ["missed", "missed", "missed", "open"]


@pytest.mark.parametrize("words", [("stats",), ("plan",), ("streak",), ("streak", "--why", "2026-11-23")])
def test_looking_writes_nothing(shell: Shell, words: tuple[str, ...]) -> None:
    studied(shell)
    rows = shell.world.rows()
    assert shell(*words) == 0
    assert shell.world.rows() == rows
