"""An exam on the screen: a home with a deck of questions, and the keys that sit an exam of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from textual.pilot import Pilot

from srm_quiz.domain.cards import Choice
from srm_quiz.domain.exam.exam import Exam, Pick
from srm_quiz.domain.reviews import Effect
from srm_quiz.store.errors import StoreFullError
from srm_quiz.study.mock_exam import MockExam
from srm_quiz.study.study import Study
from srm_quiz.tui.app import QuizApp
from srm_quiz.tui.screens.exam.exam import ExamScreen
from srm_quiz.tui.screens.exam.result import ExamResultScreen
from srm_quiz.tui.widgets.titlebar import TitleBar
from tests.support.transcripts import World

SINGLES, RESPONSES = 8, 2
QUESTIONS = SINGLES + RESPONSES


def deck(singles: int = SINGLES, responses: int = RESPONSES) -> str:
    """A deck of questions for SAA-C03; none is for CLF-C02."""
    return "title: Questions\nid: world\ntags: [saa]\ncards:\n" + "".join(
        [
            f"  - id: single-{n}\n    question: Which is it, {n}?\n    tags: [topic-{n % 2}]\n"
            f"    why: General reason {n}.\n    source: https://docs.aws.amazon.com/page-{n}\n    choices:\n"
            f"      - {{right: Alpha {n}, why: It is so.}}\n      - {{wrong: Beta {n}, why: It is not.}}\n"
            f"      - {{wrong: Gamma {n}, why: Nor is this.}}\n"
            for n in range(singles)
        ]
        + [
            f"  - id: several-{n}\n    question: Which two are it, {n}? Choose TWO.\n    choices:\n"
            f"      - {{right: First {n}}}\n      - {{right: Second {n}}}\n"
            f"      - {{wrong: Third {n}}}\n      - {{wrong: Fourth {n}}}\n"
            for n in range(responses)
        ]
    )


class ExamWorld(World):
    """One learner's home with a deck of exam questions."""

    def __init__(self, home: Path, text: str = "") -> None:
        super().__init__(home)
        self._runs = count(1)
        self.write(text or deck())

    def write(self, text: str) -> None:
        """Put another deck in the place of this one."""
        (self.home / "bundled" / "world.yaml").write_text(text, encoding="utf-8")

    def begin(self) -> Study:
        """Open the study; every exam has a run of its own."""
        study = self.open()
        study._new_id = lambda: f"run-{next(self._runs)}"
        return study


def options(mock_exam: MockExam, *, right: bool) -> Iterable[int]:
    """The options that answer the question on screen, in the card's own order."""
    content = mock_exam.cards[mock_exam.current.question.card].content
    assert isinstance(content, Choice)
    wanted = [n for n, option in enumerate(content.options) if option.right == right]
    return wanted[: content.right_count]


def answer(mock_exam: MockExam, *, right: bool) -> None:
    """Answer the question on screen."""
    for option in options(mock_exam, right=right):
        mock_exam.send(Pick(option))


def refuse(effects: Sequence[Effect]) -> None:
    raise StoreFullError("The disk is full.")


# ------------------------------------------------------------------ on the screen


@asynccontextmanager
async def at_the_door(
    study: Study, size: tuple[int, int] = (80, 24), opening: str = "play_exam"
) -> AsyncIterator[Pilot[None]]:
    seconds = count()
    app = QuizApp(study, opening=opening, monotonic=lambda: float(next(seconds)), environ={})
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()
        yield pilot


@asynccontextmanager
async def sitting(study: Study, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """An exam of all questions, just begun."""
    async with at_the_door(study, size) as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ExamScreen)
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def text(pilot: Pilot[None]) -> str:
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips())


def right_of(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one(TitleBar).right


def exam(pilot: Pilot[None]) -> Exam:
    screen = next(one for one in pilot.app.screen_stack if isinstance(one, ExamScreen))
    return screen.exam


def keys_for(study: Study, this: Exam, *, right: bool) -> list[str]:
    """The keys that answer the question on screen."""
    card = study.library.card(this.question.card)
    assert card is not None and isinstance(card.content, Choice)
    wanted = [n for n, option in enumerate(card.content.options) if option.right == right]
    return [str(this.question.order.index(n) + 1) for n in wanted[: card.content.right_count]]


async def answer_all(pilot: Pilot[None], study: Study, rights: int) -> None:
    for number in range(QUESTIONS):
        await press(pilot, *keys_for(study, exam(pilot), right=number < rights))
        if number + 1 < QUESTIONS:
            await press(pilot, "enter")


async def hand_in(pilot: Pilot[None]) -> None:
    await press(pilot, "h")
    await press(pilot, "y")
    assert isinstance(pilot.app.screen, ExamResultScreen)
