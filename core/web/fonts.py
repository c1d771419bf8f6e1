"""The typeface, cut down to Latin: `python -m core.web.fonts` writes two woff2 files of about 19 kB each.

Hanken Grotesk comes as a package (SIL Open Font License, which allows subsets). The files are made at set-up, not
kept in the tree. Without them the pages fall back to the system's typeface.
"""

import sys
from importlib.resources import files
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "fonts"
WEIGHTS = {400: "HankenGrotesk-Regular.otf", 600: "HankenGrotesk-SemiBold.otf"}
# Basic Latin, Latin-1, Latin Extended-A (names), general punctuation, euro, arrows, minus; no identifier needs more.
UNICODES = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2028),
    0x202F,
    0x2030,
    0x2039,
    0x203A,
    0x20AC,
    *range(0x2190, 0x2194),
    0x2212,
    0x2248,
    0x2264,
    0x2265,
]
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum"]


def build(folder: Path = FOLDER) -> list[Path]:
    """Write the woff2 files that are missing or older than their source. Returns those written."""
    folder.mkdir(parents=True, exist_ok=True)
    source_folder = files("font_hanken_grotesk") / "files"
    written = []
    for weight, name in WEIGHTS.items():
        source = Path(str(source_folder / name))
        target = folder / f"hanken-grotesk-{weight}.woff2"
        newest = max(source.stat().st_mtime, Path(__file__).stat().st_mtime)
        if not target.exists() or target.stat().st_mtime < newest:
            _subset(source, target)
            written.append(target)
    return written


def _subset(source: Path, target: Path) -> None:
    from fontTools import subset  # 0.2 s, only when a file is made

    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = FEATURES
    options.hinting = False
    options.desubroutinize = True
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=UNICODES)
    subsetter.subset(font)
    draft = target.with_suffix(".part")
    subset.save_font(font, draft, options)
    draft.replace(target)


def main() -> int:
    """Make the fonts; say what was made."""
    for path in build():
        sys.stdout.write(f"made {path.name}, {path.stat().st_size // 1024} kB\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
