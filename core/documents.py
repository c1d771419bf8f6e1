"""Papers: a template of ours and data become a tagged PDF (typst). The same data give the same bytes.

What people wrote is given to typst as data and never put into its markup, so that nothing in it can be read as an instruction.
The typeface is the one of the pages; what it lacks is taken from the typefaces that typst brings along.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "papers"


def make_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The template (a name in core/papers, without .typ) filled with `data`, as a tagged PDF (PDF/UA-1).

    `data` is what JSON can hold: texts in the reader's language, made by the caller, and lists and mappings of them. Each
    template says at its top what it wants. `lang` ("sv" or "en"), `title` and `footer` every template wants.
    """
    source = FOLDER / f"{template}.typ"
    if source.parent != FOLDER or not source.is_file():
        raise FileNotFoundError(f"no template {template}")
    import typst  # 84 MB, loaded by whoever makes a paper

    given = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return _compiled(source, given, ["ua-1"])
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compiled(source, given, [])  # a letter or picture that no typeface of ours has: a box, as on any paper


def make_picture(template: str, data: Mapping[str, Any]) -> bytes:
    """The only page of a template as a PNG, a pixel a point."""
    source = FOLDER / f"{template}.typ"
    import typst

    made = typst.compile(
        str(source),
        root=str(FOLDER),
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        format="png",
        ppi=72.0,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{source.name} became no single page")
    return made


def _compiled(source: Path, given: dict[str, str], standards: Any) -> bytes:
    import typst

    made = typst.compile(
        str(source),
        root=str(FOLDER),
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=given,
        pdf_standards=standards,
        timestamp=0,
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{source.name} became no single document")
    return made


@cache
def _fonts() -> str:
    return str(files("font_hanken_grotesk") / "files")
