"""The charts of the statistics, in the order of the questions people come with."""

from __future__ import annotations

from collections.abc import Callable

from srm_quiz.charts import activity, collection, readiness, retention, weak_spots
from srm_quiz.charts.chart import Chart
from srm_quiz.study.chart_data import ChartData

CHARTS: tuple[Callable[[ChartData], Chart], ...] = (
    readiness.readiness,
    retention.retention,
    activity.forecast,
    collection.decks,
    weak_spots.confusions,
    weak_spots.hardest_cards,
    activity.year,
    activity.time,
    collection.topics,
    readiness.predictions,
    retention.calibration,
    activity.hours,
    collection.ratings,
    collection.states,
    collection.stability,
    collection.retrievability,
)
"""In the order of the screen: am I ready, do I remember, what is coming, where am I weak, my year."""


def charts(data: ChartData) -> list[Chart]:
    """All charts, drawn from the same data."""
    return [chart(data) for chart in CHARTS]
