"""What the delprojekt get together, in words for whoever wonders what a project of eight is for."""

from core.i18n import _l

TOGETHER = (
    (
        _l("A way to work"),
        _l(
            "The same steps everywhere: a joint team, a plan in the person's own words, support side by side. Those who "
            "lead the teams meet, compare and learn from each other."
        ),
    ),
    (
        _l("Knowledge"),
        _l("Courses and days of exchange in case management, supported employment and how authorities plan together."),
    ),
    (
        _l("Following up"),
        _l("One way to count, so that figures mean the same in every sub-project and can be read by anybody."),
    ),
    (
        _l("What gets stuck"),
        _l("Coordination failures are noted without names, put together and brought to those who can mend them."),
    ),
    (
        _l("Money and reports"),
        _l("One application, one set of accounts and one report to the European Social Fund, so that the teams can meet people."),
    ),
    (
        _l("Telling others"),
        _l("News, stories and results for the whole county, in plain Swedish and in English."),
    ),
)
