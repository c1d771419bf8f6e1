"""The words of charts: what each shows in a sentence, and what its parts are called. Used by the pages' tables as well."""

from typing import assert_never

from core.i18n import _, format_date, format_number, format_percent
from core.reporting.charts import Chart, ExitsChart, GoalsChart, OverTimeChart, TargetsChart
from core.reporting.terms import FigureName


def name_of(figure: FigureName | None) -> str:
    """What a goal is called; None is all that counts towards neither."""
    if figure is FigureName.WORK_OR_STUDIES_PERCENT:
        return _("Work or studies")
    if figure is FigureName.REGULAR_MEASURES_PERCENT:
        return _("Regular measures")
    return _("Other exits")


def describe(chart: Chart) -> str:
    """One sentence for those who do not see the picture; the table under it says the rest."""
    match chart:
        case GoalsChart():
            first, second = (format_percent(panel.goal) for panel in chart.panels)
            return _(
                "Bar chart: per cent of those who have ended in each sub-project, against the goals %(first)s to work or studies "
                "and %(second)s to regular measures. The figures stand in the table.",
                first=first,
                second=second,
            )
        case TargetsChart():
            return _("Bar chart: how many have started in each sub-project, against its target. The figures stand in the table.")
        case ExitsChart():
            return _(
                "Bar chart: what the exits of %(base)s people led to, against the goals. The figures stand in the table.",
                base=format_number(chart.base),
            )
        case OverTimeChart():
            return _describe_line(chart)
        case _:
            assert_never(chart)


def _describe_line(chart: OverTimeChart) -> str:
    last = chart.points[-1]
    if chart.target is None:
        return _(
            "Line chart: how many have started, month by month. %(number)s on %(day)s.",
            number=format_number(last.started),
            day=format_date(last.day),
        )
    return _(
        "Line chart: how many have started, month by month, against a straight plan to %(target)s. %(number)s on %(day)s.",
        target=format_number(chart.target),
        number=format_number(last.started),
        day=format_date(last.day),
    )
