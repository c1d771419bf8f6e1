"""The look of every chart (design guide): colours are the page's CSS variables with a fallback, so that one picture follows
light, dark, print and the tenant's accent. Importing this imports Altair: for the job that draws only.
"""

import altair as alt

ACCENT = "var(--mia-accent,#0b4f58)"
ACCENT_LINE = "var(--mia-accent-line,#b9d5d8)"
INK = "var(--mia-ink,#14242b)"
MUTED = "var(--mia-muted,#47585f)"
LINE = "var(--mia-line,#d4dede)"
SURFACE = "var(--mia-surface,#fff)"
PRINTED_INK = "#14242b"
"""Of a picture that is saved: no page stands around it."""
FONT = "Hanken Grotesk"
TEXT_SIZE = 15
SMALL_SIZE = 14


@alt.theme.register("mia", enable=True)
def mia_theme() -> alt.theme.ThemeConfig:
    """Horizontal bars, no frame, no legend, quiet grid."""
    axis: alt.theme.AxisConfigKwds = {
        "labelFontSize": SMALL_SIZE,
        "labelColor": MUTED,
        "labelPadding": 8,
        "title": None,
        "domain": False,
        "ticks": False,
        "gridColor": LINE,
        "gridWidth": 1,
    }
    return {
        "config": {
            "aria": False,
            "background": "transparent",
            "font": FONT,
            "padding": 2,
            "view": {"stroke": None},
            "axis": axis,
            "axisY": {"labelColor": INK, "labelLimit": 280},
            "title": {"fontSize": TEXT_SIZE, "fontWeight": 600, "color": INK, "anchor": "start", "offset": 26},
            "bar": {"color": ACCENT, "cornerRadiusEnd": 3},
            "line": {"color": ACCENT, "strokeWidth": 2.5},
            "rule": {"color": INK, "strokeWidth": 1.5},
            "point": {"color": ACCENT, "filled": True, "size": 60, "opacity": 1},
            "text": {"font": FONT, "fontSize": TEXT_SIZE, "color": INK},
            "legend": {"disable": True},
        }
    }
