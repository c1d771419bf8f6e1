"""Rids a PDF of what it should not hold and tells how it can be read: `python -I reader.py sv "Title" < in.pdf > out`.

Imports nothing of the product; core/library/reading.py starts it, and it takes no more than so much memory and time. The
output is one line of JSON ("reading", "lacking") and then the PDF, written anew from what its pages lead to.
"""

import json
import re
import resource
import sys
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 10
MOST_PICTURE = 60 * 1024 * 1024
LOCKED, DAMAGED = 2, 1
RUNS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"}
RUNS |= {"/Rendition", "/Movie", "/Sound", "/RichMediaExecute"}
"""Actions that run, fetch or open something."""
FORBIDDEN = (
    *("/AA", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/Collection", "/OpenAction", "/RichMediaContent"),
    *("/Metadata", "/PieceInfo", "/LastModified", "/Perms", "/DSS", "/SpiderInfo", "/Measure", "/LGIDict", "/GPTS", "/GeoSeq"),
)
"""What runs, what lies inside as a file of its own, who made it and when, and where on earth it lies."""
KEPT_ANNOTATIONS = {"/Link", "/Widget"}
"""Others are comments, with their writers' names, or hold files, sounds and films."""
SAFE_LINKS = ("http://", "https://", "mailto:", "tel:")
FAULTS: tuple[type[Exception], ...] = (pikepdf.PdfError, pikepdf.DependencyError, zlib.error, ValueError, TypeError)
FAULTS += (LookupError, AttributeError, SyntaxError, RecursionError, MemoryError)
PLACE_OF_A_COMMENT = {"/Type", "/Subtype", "/Rect", "/P", "/StructParent"}
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="">
<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{ua}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""
UA = '<pdfuaid:part xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">1</pdfuaid:part>'
SHOWS_TEXT = re.compile(rb"[)\]>]\s*(?:T[jJ]|['\"])(?![A-Za-z])")
"""A string and the sign that shows it."""
DEEPEST = 8


def main(language: str, title: str) -> int:
    """0 when the answer stands on the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        with pikepdf.open(BytesIO(sys.stdin.buffer.read())) as pdf:
            told = tell(pdf, language, title)
            rid(pdf)
            written = BytesIO()
            packed = pikepdf.ObjectStreamMode.generate
            pdf.save(written, deterministic_id=True, object_stream_mode=packed, encryption=False, fix_metadata_version=False)
    except pikepdf.PasswordError:
        return LOCKED
    except FAULTS:
        return DAMAGED
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + written.getvalue())
    return 0


def tell(pdf: pikepdf.Pdf, language: str, title: str) -> dict[str, Any]:
    """How it can be read. What we know and it lacks, its language and title, is put into it."""
    with_text = [has_text(page.obj, 0) for page in pdf.pages]
    if not with_text:
        raise ValueError("no pages")
    mark, tree = pdf.Root.get("/MarkInfo"), pdf.Root.get("/StructTreeRoot")
    is_marked = isinstance(mark, Dictionary) and bool(mark.get("/Marked", False))
    is_tagged = is_marked and isinstance(tree, Dictionary) and "/K" in tree
    own_title = (title or title_of(pdf)).strip()
    if not str(pdf.Root.get("/Lang", "")).strip() and language:
        pdf.Root.Lang = pikepdf.String(language)
    name_it(pdf, own_title, is_ua=is_tagged and says_ua(pdf))
    is_picture = sum(with_text) * 2 < len(with_text)
    lacking = ["text"] if is_picture else ["some_text"] * (not all(with_text)) + ["tags"] * (not is_tagged)
    reading = "picture" if is_picture else "tagged" if is_tagged else "untagged"
    return {"reading": reading, "lacking": lacking + ["title"] * (not own_title)}


def title_of(pdf: pikepdf.Pdf) -> str:
    """Where old and where new PDFs say it."""
    said = str(pdf.docinfo.get("/Title", "")) if "/Info" in pdf.trailer else ""
    if said.strip() or "/Metadata" not in pdf.Root:
        return said
    try:
        return str(pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False).get("dc:title") or "")
    except FAULTS:
        return ""


def has_text(page: Object, depth: int) -> bool:
    """Whether a page, or something drawn on it, shows text."""
    if any(SHOWS_TEXT.search(part.read_bytes()) for part in contents_of(page)):
        return True
    resources = page.get("/Resources")
    drawn = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    inside = list(drawn.values()) if isinstance(drawn, Dictionary) and depth < DEEPEST else []
    return any(has_text(one, depth + 1) for one in inside if isinstance(one, Stream) and one.get("/Subtype") == Name.Form)


def contents_of(page: Object) -> list[Stream]:
    """The streams that draw a page, or the drawing itself."""
    if isinstance(page, Stream):
        return [page]
    said = page.get("/Contents")
    return [one for one in (list(said) if isinstance(said, Array) else [said]) if isinstance(one, Stream)]


def says_ua(pdf: pikepdf.Pdf) -> bool:
    """Whether it says of itself that it keeps to PDF/UA."""
    metadata = pdf.Root.get("/Metadata")
    return isinstance(metadata, Stream) and b"pdfuaid" in metadata.read_bytes()


def name_it(pdf: pikepdf.Pdf, title: str, *, is_ua: bool) -> None:
    """The title is all that is said of it; who wrote it, with what and when, is not."""
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    if "/Metadata" in pdf.Root:
        del pdf.Root["/Metadata"]
    if not title:
        return
    pdf.docinfo["/Title"] = title
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    packet = XMP.format(title=escaped(title), ua=UA if is_ua else "")
    pdf.Root.Metadata = Stream(pdf, packet.encode(), Type=Name.Metadata, Subtype=Name.XML)


def escaped(text: str) -> str:
    """For XML, without the signs that may not stand in it."""
    shown = "".join(sign for sign in text if sign >= " ")
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rid(pdf: pikepdf.Pdf) -> None:
    """Take away what runs, what lies inside as a file, comments, and what tells who, when and where."""
    ours = pdf.Root.get("/Metadata")
    for one in dictionaries(pdf):
        for name in FORBIDDEN:
            if name in one and not (name == "/Metadata" and one.objgen == pdf.Root.objgen and ours is not None):
                del one[name]
        if isinstance(one.get("/Annots"), Array):
            one.Annots = Array([kept for kept in one.Annots if is_kept(kept)])
        if not is_safe(one.get("/A")):
            del one["/A"]
        if isinstance(one, Stream):
            rid_picture(one)


def is_kept(annotation: Object) -> bool:
    """A link or a field of a form. What tags still lead to of another is its place, and no words."""
    if not isinstance(annotation, Dictionary):
        return False
    if str(annotation.get("/Subtype")) in KEPT_ANNOTATIONS:
        return True
    for name in set(annotation.keys()) - PLACE_OF_A_COMMENT:
        del annotation[name]
    return False


def is_safe(action: Object | None) -> bool:
    """What happens at a click: to another page of it, or to an address that a reader can see through."""
    if not isinstance(action, Dictionary):
        return True
    if "/Next" in action:
        del action["/Next"]
    kind = str(action.get("/S", ""))
    return kind not in RUNS and (kind != "/URI" or str(action.get("/URI", "")).strip().lower().startswith(SAFE_LINKS))


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream, those that stand inside others too."""
    waiting: list[Any] = [pdf.trailer, *pdf.objects]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (Dictionary, Stream)):
            yield one
            inside = [one[name] for name in list(one.keys()) if name != "/Parent"]
        else:
            inside = list(one) if isinstance(one, Array) else []
        waiting += [part for part in inside if isinstance(part, (Dictionary, Array)) and not part.is_indirect]


def rid_picture(stream: Stream) -> None:
    """A photograph keeps its picture and loses what the camera wrote into it: when, with what and where."""
    filters = stream.get("/Filter")
    names = [str(one) for one in filters] if isinstance(filters, Array) else [str(filters)]
    if names[-1] != "/DCTDecode" or any(name != "/FlateDecode" for name in names[:-1]):
        return
    content = stream.read_raw_bytes()
    for _packed in names[:-1]:
        content = zlib.decompressobj().decompress(content, MOST_PICTURE)
    parameters = stream.get("/DecodeParms")
    last = parameters[-1] if isinstance(parameters, Array) else parameters
    stream.write(without_notes(content), filter=Name.DCTDecode, decode_parms=last if isinstance(last, Dictionary) else None)


def without_notes(jpeg: bytes) -> bytes:
    """Without APP1 (Exif, XMP), APP3 to APP13 (IPTC and others) and comments; colour (APP0, APP2, APP14) stays."""
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4])
        if not (marker in (0xE1, 0xFE, 0xEF) or 0xE3 <= marker <= 0xED):
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    return b"".join(kept) + jpeg[at:]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
