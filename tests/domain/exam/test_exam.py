"""The mock exam: a fair paper, an honest clock, a log that brings everything back, a result that says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain.cards import Basic, Card, Choice, Option
from srm_quiz.domain.exam import exam as machine
from srm_quiz.domain.exam.exam import Close, Exam, ExamEvent, GoTo, Pick, Submit, Tick, ToggleFlag
from srm_quiz.domain.exam.paper import PRESETS, Preset, draw
from srm_quiz.domain.exam.result import Outlook, Score, past_exams, result_of, times_asked, unfinished_log
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Effect, Mode, Review, RunEvent
from tests.support.worlds import Clock, key

SAA = PRESETS["saa"]


def single(number: int) -> Card:
    options = (Option("right", True), *(Option(f"wrong {n}", False) for n in range(3)))
    return Card(
        key(f"single-{number}"),
        Choice(f"Q{number}?", options),
        tags=frozenset({"saa", f"topic-{number % 3}"}),
    )


def several(number: int) -> Card:
    options = tuple(Option(f"option {n}", n < 2) for n in range(5))
    return Card(key(f"several-{number}"), Choice(f"Which two, {number}?", options), tags=frozenset({"saa"}))


def pool(singles: int, responses: int) -> list[Card]:
    others = [
        Card(key("basic"), Basic("?", "!"), tags=frozenset({"saa"})),
        Card(
            key("other-exam"), Choice("?", (Option("a", True), Option("b", False))), tags=frozenset({"clf"})
        ),
    ]
    return [*map(single, range(singles)), *map(several, range(responses)), *others]


class Sitting:
    """An exam taken by hand: keeps its log and its reviews."""

    def __init__(self, preset: Preset = SAA, cards: Sequence[Card] = (), seed: str = "seed") -> None:
        self.clock = Clock()
        self.cards = {card.key: card for card in cards or pool(60, 20)}
        questions = draw(self.cards.values(), preset, {}, seed)
        self.log: list[RunEvent] = []
        self.reviews: list[Review] = []
        self.exam = self._keep(machine.begin("run", preset, questions, self.clock.moment))

    def _keep(self, stepped: tuple[Exam, tuple[Effect, ...]]) -> Exam:
        exam, effects = stepped
        self.log += [effect for effect in effects if isinstance(effect, RunEvent)]
        self.reviews += [effect for effect in effects if isinstance(effect, Review)]
        return exam

    def do(self, *events: ExamEvent, seconds: float = 0) -> None:
        for event in events:
            self.clock.advance(seconds=seconds)
            self.exam = self._keep(machine.step(self.exam, event, self.clock.moment, self.cards, {}))

    def crash_and_resume(self, *, hours: float = 1) -> None:
        self.clock.advance(hours=hours)
        self.exam = self._keep(machine.reopen(machine.resume(self.log), self.clock.moment))

    def answer(self, *, right: bool) -> None:
        content = self.cards[self.exam.question.card].content
        assert isinstance(content, Choice)
        wanted = [n for n, option in enumerate(content.options) if option.right]
        others = [n for n, option in enumerate(content.options) if not option.right]
        for option in wanted if right else others[: len(wanted)]:
            self.do(Pick(option))

    def answer_all(self, right: int) -> None:
        for number in range(len(self.exam.questions)):
            self.do(GoTo(number))
            self.answer(right=number < right)


# ------------------------------------------------------------------ the paper


@given(st.integers(0, 90), st.integers(0, 40), st.integers(1, 65), st.text(max_size=5), st.integers(0, 3))
def test_no_seed_yields_a_repeated_question_or_a_wrong_mix(
    singles: int, responses: int, length: int, seed: str, rounds: int
) -> None:
    cards = pool(singles, responses)
    asked = {card.key: rounds for card in cards[: singles // 2]}
    preset = SAA.of_length(length)
    paper = draw(cards, preset, asked, seed)
    assert len(paper) == len({question.card for question in paper}) == min(length, singles + responses)
    by_key = {card.key: card for card in cards}
    for question in paper:
        content = by_key[question.card].content
        assert isinstance(content, Choice)
        assert sorted(question.order) == list(range(len(content.options)))
        assert "saa" in by_key[question.card].tags
    unscored = sum(not question.scored for question in paper)
    assert unscored == min(preset.unscored, max(0, len(paper) - 1))
    multiple = sum("several" in question.card for question in paper)
    if singles >= length and responses >= length:
        assert multiple == round(length * 0.2)


def test_the_full_exam_has_its_published_numbers() -> None:
    paper = draw(pool(60, 20), SAA, {}, "seed")
    assert (len(paper), sum(question.scored for question in paper)) == (65, 50)
    assert (SAA.minutes, PRESETS["clf"].minutes) == (130, 90)
    assert (SAA.passing, PRESETS["clf"].passing) == (720, 700)
    short = SAA.of_length(13)
    assert (short.questions, short.unscored, short.minutes) == (13, 3, 26)


def test_the_same_seed_gives_the_same_paper_and_another_seed_another() -> None:
    cards = pool(60, 20)
    assert draw(cards, SAA, {}, "a") == draw(list(reversed(cards)), SAA, {}, "a")
    assert draw(cards, SAA, {}, "a") != draw(cards, SAA, {}, "b")


def test_no_question_comes_again_until_all_were_asked() -> None:
    cards, preset = pool(40, 10), SAA.of_length(10)
    counts: Counter[object] = Counter()
    events: list[RunEvent] = []
    for number in range(15):
        paper = draw(cards, preset, times_asked(events), f"seed {number}")
        _, began = machine.begin(f"run-{number}", preset, paper, Clock().moment)
        events += [event for event in began if isinstance(event, RunEvent)]
        counts.update(question.card for question in paper)
        for kind in ("single", "several"):
            times = [counts[card.key] for card in cards if kind in card.key]
            assert max(times) - min(times) <= 1


# ------------------------------------------------------------------ the answer sheet


def test_a_single_choice_moves_and_a_response_stops_at_two() -> None:
    sitting = Sitting()
    for number, question in enumerate(sitting.exam.questions):
        sitting.do(GoTo(number), Pick(1), Pick(2), Pick(3))
        expected = {1, 2} if "several" in question.card else {3}
        assert sitting.exam.answer(number) == expected
        sitting.do(Pick(max(expected)))
        assert sitting.exam.answer(number) == expected - {max(expected)}


def test_flags_blanks_and_places_that_are_not_there() -> None:
    sitting = Sitting(SAA.of_length(3))
    sitting.do(Pick(0), ToggleFlag(), GoTo(99), GoTo(-1), Pick(77))
    assert (sitting.exam.position, sitting.exam.flags, sitting.exam.blanks) == (0, {0}, (1, 2))
    sitting.do(ToggleFlag())
    assert sitting.exam.flags == frozenset()


def test_nothing_tells_right_from_wrong_before_the_end() -> None:
    sitting = Sitting()
    sitting.answer_all(right=30)
    assert sitting.reviews == []
    assert not any({"right", "verdict", "score"} & event.details.keys() for event in sitting.log)


# ------------------------------------------------------------------ the clock


def test_time_is_counted_by_the_question_and_stands_still_while_closed() -> None:
    sitting = Sitting()
    sitting.do(GoTo(1), seconds=30)
    sitting.do(Pick(0), seconds=20)
    sitting.do(Close(), seconds=5)
    sitting.crash_and_resume(hours=9)
    sitting.do(GoTo(0), seconds=10)
    assert sitting.exam.elapsed(sitting.clock.moment) == 65
    assert sitting.exam.spent == {0: 30, 1: 35}
    assert sitting.exam.remaining(sitting.clock.moment) == 130 * 60 - 65


def test_a_crash_forgives_what_passed_since_the_last_event_and_no_more() -> None:
    sitting = Sitting()
    sitting.do(Tick(), Tick(), seconds=15)
    sitting.clock.advance(seconds=14)
    sitting.crash_and_resume()
    assert sitting.exam.elapsed(sitting.clock.moment) == 30


def test_a_clock_set_back_gives_no_time() -> None:
    sitting = Sitting()
    sitting.do(Tick(), seconds=60)
    sitting.do(Tick(), seconds=-3600)
    sitting.do(Tick(), seconds=30)
    assert sitting.exam.elapsed(sitting.clock.moment) == 90


def test_when_the_time_is_up_the_exam_is_handed_in_as_it_is() -> None:
    sitting = Sitting()
    sitting.answer_all(right=10)
    before = [sitting.exam.answer(number) for number in range(65)]
    sitting.do(Pick(0), seconds=130 * 60 + 1)
    assert sitting.exam.finished
    assert [sitting.exam.answer(number) for number in range(65)] == before
    assert sitting.exam.elapsed(sitting.clock.moment) == 130 * 60
    sitting.do(Pick(1), GoTo(3), ToggleFlag(), Submit())
    assert len(sitting.reviews) == 65


# ------------------------------------------------------------------ the log

EVENTS = st.one_of(
    st.builds(Pick, st.integers(0, 5)),
    st.builds(GoTo, st.integers(-1, 12)),
    st.builds(ToggleFlag),
    st.builds(Tick),
    st.just("crash"),
)


@given(st.lists(st.tuples(EVENTS, st.integers(0, 200)), max_size=40))
def test_an_exam_cut_off_anywhere_resumes_with_every_answer_flag_and_second(
    doings: list[tuple[ExamEvent | str, int]],
) -> None:
    sitting = Sitting(SAA.of_length(10))
    for event, seconds in doings:
        if isinstance(event, str):
            sitting.crash_and_resume(hours=seconds)
        else:
            sitting.do(event, seconds=seconds)
        assert machine.resume(sitting.log) == sitting.exam
        assert unfinished_log(sitting.log) == (() if sitting.exam.finished else tuple(sitting.log))
    assert len({event.id for event in sitting.log}) == len(sitting.log)


# ------------------------------------------------------------------ the result


def test_every_answer_becomes_a_review_that_moves_no_schedule() -> None:
    sitting = Sitting(SAA.of_length(10))
    sitting.answer_all(right=4)
    sitting.do(GoTo(9))
    for option in sitting.exam.answer(9):
        sitting.do(Pick(option))
    sitting.do(Submit(), seconds=5)
    assert [review.verdict for review in sitting.reviews] == [Verdict.CORRECT] * 4 + [Verdict.WRONG] * 5
    assert all(review.mode is Mode.EXAM and review.before == review.after for review in sitting.reviews)
    assert len({effect.id for effect in (*sitting.reviews, *sitting.log)}) == 9 + len(sitting.log)


def test_the_result_counts_scored_questions_and_reveals_the_others() -> None:
    sitting = Sitting()
    sitting.answer_all(right=40)
    sitting.do(GoTo(0), Submit())
    result = result_of(sitting.exam, sitting.cards)
    assert (result.score.of, result.unscored.of) == (50, 15)
    assert result.score.right + result.unscored.right == 40
    assert len(result.missed) == 25
    (past,) = past_exams(sitting.log)
    assert (past.score, past.questions) == (result.score, 65)
    assert {topic.name for topic in result.topics} == {"topic-0", "topic-1", "topic-2"}
    shares = [topic.right / topic.of for topic in result.topics]
    assert shares == sorted(shares)


def test_sorts_of_cards_and_numbered_points_are_no_topics() -> None:
    card = replace(single(0), tags=frozenset({"saa", "first", "stretch", "scenario", "p08", "network"}))
    sitting = Sitting(replace(SAA, questions=1, unscored=0), [card])
    sitting.do(Pick(0), Submit())
    assert [topic.name for topic in result_of(sitting.exam, sitting.cards).topics] == ["network"]


def test_a_response_is_all_or_nothing_and_half_of_one_is_wrong() -> None:
    sitting = Sitting(replace(SAA, questions=4, unscored=0), [several(n) for n in range(4)])
    sitting.do(Pick(0))
    sitting.do(GoTo(1), Pick(0), Pick(2))
    sitting.do(GoTo(2), Pick(0), Pick(1))
    sitting.do(Submit())
    verdicts = [answer.verdict for answer in result_of(sitting.exam, sitting.cards).answers]
    assert verdicts == [Verdict.WRONG, Verdict.WRONG, Verdict.CORRECT, None]


def test_changes_of_mind_are_counted_both_ways() -> None:
    sitting = Sitting(SAA.of_length(1), [single(0)])
    sitting.do(Pick(0), Pick(1), Pick(0), Pick(2), Pick(3), Submit())
    result = result_of(sitting.exam, sitting.cards)
    assert (result.to_wrong, result.to_right) == (2, 1)


@given(st.integers(1, 65), st.integers(0, 65))
def test_the_band_holds_the_share_widens_with_few_questions_and_decides_the_outlook(
    of: int, right: int
) -> None:
    score = Score(min(right, of), of, 720)
    low, high = score.band
    assert 100 <= low <= 100 + 900 * score.share <= high <= 1000 or (low, high) == (100, 1000)
    more = Score(score.right * 4, of * 4, 720)
    assert more.band[1] - more.band[0] < high - low
    assert (score.outlook is Outlook.LIKELY) == (low >= 720)
    assert (score.outlook is Outlook.NOT_YET) == (high < 720)


def test_a_card_edited_or_removed_since_counts_for_nothing() -> None:
    sitting = Sitting(replace(SAA, questions=3, unscored=0), [single(n) for n in range(3)])
    sitting.answer_all(right=3)
    removed, edited, _ = (question.card for question in sitting.exam.questions)
    del sitting.cards[removed]
    sitting.cards[edited] = Card(edited, Choice("Q?", (Option("a", True), Option("b", False))))
    sitting.do(GoTo(0), Pick(0), GoTo(1), Pick(0), Submit())
    result = result_of(sitting.exam, sitting.cards)
    assert result.void == (0, 1)
    assert (result.score.right, result.score.of) == (1, 1)
    assert len(sitting.reviews) == 1
