"""The statistics: charts with a sentence each, those that people look for first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen

from srm_quiz import phrases
from srm_quiz.charts.canvas import calendar, first_day
from srm_quiz.charts.catalog import charts
from srm_quiz.charts.chart import Chart
from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.reviews import Mode
from srm_quiz.domain.statistics import DayTotal
from srm_quiz.study.chart_data import ChartData
from srm_quiz.study.scope import Scope
from srm_quiz.study.status import Status
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill, progress
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.chart import ChartView, styled
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.line_widget import LineWidget, hanging
from srm_quiz.tui.widgets.titlebar import TitleBar


class ChartList(VerticalScroll, inherit_bindings=False):
    """All charts in a column. Arrows go from chart to chart, so its own keys scroll by pages only."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]


class StatisticsScreen(Screen[None]):
    """All charts in a column; the one under the cursor opens on a screen of its own."""

    BINDINGS = bindings(
        progress.OpenChart,
        progress.NextChart,
        progress.PreviousChart,
        progress.DrillThese,
        drill.Help,
        drill.Back,
    )

    app: AppBase

    def __init__(self) -> None:
        super().__init__()
        self._cursor = 0
        self._data: ChartData | None = None

    def compose(self) -> ComposeResult:
        study = self.app.study
        self._data = study.chart_data()
        answers = self._data.statistics.answers
        yield TitleBar("Statistics", phrases.count(answers, "answer") if answers else "nothing answered yet")
        with ChartList(id="page"):
            for position, chart in enumerate(charts(self._data)):
                yield ChartView(chart, is_current=position == self._cursor)
        yield Footer()

    @property
    def chart(self) -> Chart:
        """The chart under the cursor."""
        return self._views[self._cursor].chart

    @property
    def _views(self) -> list[ChartView]:
        return list(self.query(ChartView))

    def _move(self, by: int) -> None:
        views = self._views
        views[self._cursor].is_current = False
        views[self._cursor].redraw()
        self._cursor = min(len(views) - 1, max(0, self._cursor + by))
        views[self._cursor].is_current = True
        views[self._cursor].redraw()
        views[self._cursor].scroll_visible(animate=False, top=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Cards can be drilled if the chart is about some."""
        return bool(self._views and self.chart.cards) if action == "drill_these" else True

    def action_next_chart(self) -> None:
        self._move(1)

    def action_previous_chart(self) -> None:
        self._move(-1)

    def action_open_chart(self) -> None:
        if self.chart.id == "year" and self._data is not None:
            self.app.push_screen(YearScreen(self._data.statistics.days, self._data.today))
        else:
            self.app.push_screen(ChartScreen(self.chart))

    def action_drill_these(self) -> None:
        self.app.drill(Scope(cards=self.chart.cards), mode=Mode.CRAM)

    def action_back(self) -> None:
        self.dismiss()


class ChartScreen(Screen[None]):
    """One chart with all its numbers."""

    BINDINGS = bindings(progress.DrillThese, drill.Help, drill.Back)

    app: AppBase

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self._chart = chart

    def compose(self) -> ComposeResult:
        yield TitleBar("Statistics", f"srm-quiz stats --csv {self._chart.id}" if self._chart.rows else "")
        with VerticalScroll(id="page"):
            yield ChartView(self._chart, has_numbers=True)
        yield Footer()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Cards can be drilled if the chart is about some."""
        return bool(self._chart.cards) if action == "drill_these" else True

    def action_drill_these(self) -> None:
        self.app.drill(Scope(cards=self._chart.cards), mode=Mode.CRAM)

    def action_back(self) -> None:
        self.dismiss()


class YearScreen(Screen[None]):
    """The last year as a calendar with a cursor; each day says what it means for the streak."""

    BINDINGS = bindings(
        progress.WeekBefore,
        progress.WeekAfter,
        progress.DayBefore,
        progress.DayAfter,
        drill.Help,
        drill.Back,
    )

    app: AppBase

    def __init__(self, days: Mapping[StudyDay, DayTotal], today: StudyDay) -> None:
        super().__init__()
        self._days = days
        self._today = today

    def compose(self) -> ComposeResult:
        yield TitleBar("My year", "srm-quiz stats --csv year")
        with VerticalScroll(id="page"):
            yield YearCalendar(self._days, self._today, self.app.study.status())
        yield Footer()

    def _move(self, by: int) -> None:
        calendar = self.query_one(YearCalendar)
        calendar.cursor = min(self._today, max(first_day(self._today), days_after(calendar.cursor, by)))
        calendar.redraw()

    def action_day_before(self) -> None:
        self._move(-1)

    def action_day_after(self) -> None:
        self._move(1)

    def action_week_before(self) -> None:
        self._move(-7)

    def action_week_after(self) -> None:
        self._move(7)

    def action_back(self) -> None:
        self.dismiss()


class YearCalendar(LineWidget):
    """The calendar, and a description of the day under the cursor."""

    def __init__(self, days: Mapping[StudyDay, DayTotal], today: StudyDay, status: Status) -> None:
        super().__init__()
        self.cursor = today
        self._days = days
        self._today = today
        self._status = status

    def lines(self, width: int) -> list[Content]:
        total = self._days.get(self.cursor, DayTotal(0, 0.0))
        answers = phrases.count(total.answers, "answer")
        thinking = f", {phrases.seconds(total.seconds)} of thinking" if total.answers else ""
        reason = phrases.day_reason(*self._status.day(self.cursor))
        streak = self._status.streak
        return [
            Content(),
            *styled(calendar(self._days, self._today, width, self.cursor)),
            Content(),
            Content.styled(phrases.date(self.cursor), "bold"),
            Content(f"{answers}{thinking}."),
            *hanging("", Content(reason), width),
            Content(),
            *hanging("", Content.styled(phrases.freezes_line(streak), "$text-muted"), width),
        ]
