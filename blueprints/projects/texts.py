"""What each project was about, in a few sentences of ours. A project without them shows its facts alone."""

from core.i18n import _l

SUMMARIES = {
    "mia": _l(
        "MIA was for people who had been without work for a long time and who needed several authorities at once. The "
        "coordination associations let case officers of the four parties plan together with the person, and several "
        "things could go on at the same time. After a first phase of preparation the first participants began in April 2017."
    ),
    "mia-vidare": _l(
        "MIA Vidare took over what had been learnt in MIA and opened it to more municipalities. Joint teams meet the person "
        "together, a contact person stays all the way, and what is offered runs side by side instead of one thing after another."
    ),
}
