"""The words of charts: what each shows in a sentence, and what its parts are called. Used by the pages' tables as well."""

from typing import assert_never

from core.i18n import _, _l, format_date, format_number, format_percent, in_a_row
from core.reporting.categories import name_of_category
from core.reporting.charts import Chart, ExitsChart, GoalsChart, OverTimeChart, TargetsChart
from core.reporting.crossed import CrossedChart
from core.reporting.terms import ChartName, FigureName
from core.web.charts.words import say


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
        case CrossedChart():
            return _describe_crossed(chart)
        case _:
            assert_never(chart)


QUESTIONS = {
    ChartName.GOALS: _l("How far have the sub-projects come towards the goals?"),
    ChartName.TARGETS: _l("How many have started, against the targets?"),
    ChartName.OVER_TIME: _l("Is the county on its way to its target?"),
    ChartName.EXITS: _l("What did the exits lead to?"),
    ChartName.INFLOW: _l("Are as many referred as a year before?"),
    ChartName.PARTY: _l("Who referred those who have started?"),
    ChartName.AGE: _l("How old are those who start?"),
    ChartName.MUNICIPALITY: _l("Where do those who start live?"),
    ChartName.WAIT: _l("How long is the wait from referral to start?"),
    ChartName.LENGTH: _l("How long did those who have ended take part?"),
    ChartName.SINCE: _l("How long have those who take part now been in?"),
    ChartName.INSATS: _l("Which interventions have begun?"),
    ChartName.SUPPORT_AT_START: _l("What did people live on at the start?"),
    ChartName.ACTIVITY_AT_START: _l("What did people do at the start?"),
    ChartName.SUPPORT: _l("What did people live on before, and what after?"),
    ChartName.ACTIVITY: _l("What did people do before, and what after?"),
    ChartName.GOAL_BY_SEX: _l("Did it go as well for women as for men?"),
    ChartName.FOLLOW_UP: _l("How many could be followed up?"),
    ChartName.MISSING: _l("What is not registered?"),
}


def question_of(chart: Chart) -> str:
    """The title of a chart, which is the question it answers."""
    if isinstance(chart, OverTimeChart) and chart.subject:
        return _("Is %(name)s on its way to its target?", name=chart.whose)
    return str(QUESTIONS[chart.name])


def _describe_crossed(chart: CrossedChart) -> str:
    """The question and every number, from the same release as the table."""
    told = []
    for row in chart.rows:
        numbers = [say(count, chart.k) for count in row.counts]
        if chart.series:
            pairs = zip(chart.series, numbers, strict=True)
            numbers = [f"{name_of_category(one).lower()} {number}" for one, number in pairs]
        told.append(f"{name_of_category(row.category)}: {in_a_row(numbers)}")
    return _("Bar chart. %(question)s %(rows)s.", question=question_of(chart), rows="; ".join(told))


def _describe_line(chart: OverTimeChart) -> str:
    last = chart.points[-1]
    number, day = format_number(last.started), format_date(last.day)
    if chart.target is None:
        said = _("Line chart: how many have started, month by month. %(number)s on %(day)s.", number=number, day=day)
    else:
        target = format_number(chart.target)
        said = _(
            "Line chart: how many have started, month by month, against a straight plan to %(target)s. %(number)s on %(day)s.",
            target=target,
            number=number,
            day=day,
        )
    return f"{said} {_describe_forecast(chart)}".rstrip()


def _describe_forecast(chart: OverTimeChart) -> str:
    if chart.forecast is None:
        return ""
    low, high = format_number(chart.forecast.low), format_number(chart.forecast.high)
    expected, day = format_number(chart.forecast.expected), format_date(chart.ends_on)
    return _("Forecast for %(day)s: %(number)s, between %(low)s and %(high)s.", day=day, number=expected, low=low, high=high)
