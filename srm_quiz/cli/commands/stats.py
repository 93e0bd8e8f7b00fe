"""`srm-quiz stats`: every chart of the statistics screen, as text, JSON or CSV."""

from __future__ import annotations

import argparse
import csv
import sys
import textwrap

from srm_quiz import phrases
from srm_quiz.charts import catalog
from srm_quiz.charts.chart import Chart
from srm_quiz.cli.options import add_json
from srm_quiz.cli.output import Exit, complain, print_json, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.problems import did_you_mean
from srm_quiz.study.study import Study

WIDTH = 78


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    form = parser.add_mutually_exclusive_group()
    add_json(form)
    form.add_argument("--csv", metavar="CHART", help="the numbers of one chart, as a table")


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Print the charts, or the numbers of one."""
    with Study.open_to_read(locations, read_settings(locations)) as study:
        data = study.chart_data()
    charts = {chart.id: chart for chart in catalog.charts(data)}
    if arguments.csv is not None and arguments.csv not in charts:
        near = did_you_mean(arguments.csv, charts)
        hint = f"did you mean '{near}'?" if near else f"there are {', '.join(charts)}"
        complain(f"there is no chart '{arguments.csv}'; {hint}")
        return Exit.USAGE
    if arguments.csv is not None:
        chart = charts[arguments.csv]
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(chart.columns)
        writer.writerows(chart.rows)
    elif arguments.json:
        print_json(
            {
                chart.id: {
                    "title": chart.title,
                    "said": chart.summary,
                    "figures": dict(chart.figures),
                    "rows": [dict(zip(chart.columns, row, strict=True)) for row in chart.rows],
                }
                for chart in charts.values()
            }
        )
    else:
        print("\n\n".join(_as_text(chart) for chart in charts.values()))
    return Exit.FINE


def _as_text(chart: Chart) -> str:
    summary = textwrap.fill(phrases.unbroken(chart.summary), WIDTH)
    lines = [f"  {line}".rstrip() for line in chart.text]
    return "\n".join([chart.title, summary, *([""] if lines else []), *lines])
