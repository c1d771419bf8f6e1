"""What a stranger's PDF is rid of and what is told of it. Each file is made here, with what must not stay in it."""

import io
from typing import cast

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from core.documents import make_pdf
from core.file_kinds import FileRefused
from core.library.reading import read_pdf
from core.library.terms import Reading

AUTHOR, PLACE = "Upphovsperson Hemlig", "59.3293N"
LEAFLET: dict[str, object] = {
    "lang": "sv",
    "title": "MIA i korthet",
    "footer": "MIA",
    "eu": "x",
    "lead": "Kom och prata.",
    "text": [],
}
LEAFLET |= {"who_heading": "Vem", "who": ["du"], "steps_heading": "Så", "steps": [["Ring", "oss"]]}
LEAFLET |= {"contact_heading": "Kontakt", "contact": ["oss"]}


def photograph() -> bytes:
    """A JPEG that tells where it was taken."""
    notes = Image.Exif()
    notes[0x013B] = AUTHOR
    notes[0x010E] = PLACE
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(written, "JPEG", exif=notes, comment=PLACE.encode())
    return written.getvalue()


def scanned(pages: int = 1) -> Pdf:
    """A photograph a page and no text."""
    pdf = Pdf.new()
    for _number in range(pages):
        picture = pdf.make_stream(
            photograph(),
            {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 40, "/Height": 30, "/Filter": Name.DCTDecode}
            | {"/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8},
        )
        drawn = pdf.make_stream(b"q 40 0 0 30 0 0 cm /P Do Q")
        page = Dictionary(
            Type=Name.Page, MediaBox=[0, 0, 40, 30], Contents=drawn, Resources=Dictionary(XObject=Dictionary(P=picture))
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


def saved(pdf: Pdf, **how: object) -> bytes:
    written = io.BytesIO()
    pdf.save(written, **how)  # type: ignore[arg-type]
    return written.getvalue()


def everything_in(content: bytes) -> str:
    """All that stands in it, unpacked."""
    apart = {"stream_decode_level": pikepdf.StreamDecodeLevel.generalized, "compress_streams": False}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        whole = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable, **apart)
    return whole.decode("latin-1") + whole.decode("utf-16-be", "ignore") + whole.decode("utf-16-le", "ignore")


def test_a_tagged_paper_stays_tagged_and_is_told_its_title() -> None:
    paper = make_pdf("leaflet", LEAFLET)
    read = read_pdf(paper, language="sv", title="MIA på en sida")
    assert (read.reading, read.lacking) == (Reading.TAGGED, ())
    with pikepdf.open(io.BytesIO(read.content)) as pdf:
        assert (str(pdf.docinfo["/Title"]), str(pdf.Root.Lang)) == ("MIA på en sida", "sv")
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
        assert len(pdf.docinfo) == 1
    assert read_pdf(paper, language="sv", title="MIA på en sida").content == read.content, "the same file gives the same bytes"
    assert read_pdf(read.content, language="sv", title="").reading == Reading.TAGGED


def test_text_without_tags_and_pictures_of_text_are_told_apart() -> None:
    with pikepdf.open(io.BytesIO(make_pdf("leaflet", LEAFLET))) as pdf:
        del pdf.Root["/StructTreeRoot"], pdf.Root["/Lang"]
        untagged = read_pdf(saved(pdf), language="so", title="")
        assert (untagged.reading, untagged.lacking) == (Reading.UNTAGGED, ("tags",))
        pdf.pages.extend(scanned(1).pages)
        assert read_pdf(saved(pdf), language="so", title="").lacking == ("some_text", "tags")
        pdf.pages.extend(scanned(2).pages)
        assert read_pdf(saved(pdf), language="so", title="").reading == Reading.PICTURE
    with pikepdf.open(io.BytesIO(untagged.content)) as told:
        assert str(told.Root.Lang) == "so"
    picture = read_pdf(saved(scanned()), language="sv", title="")
    assert (picture.reading, picture.lacking) == (Reading.PICTURE, ("text", "title"))


def poisoned() -> bytes:
    """Author, place, comments, programs, files inside, and links that run something: everywhere one may stand."""
    pdf = scanned()
    pdf.docinfo["/Author"] = AUTHOR
    pdf.Root.Metadata = pdf.make_stream(f"<x>{AUTHOR}</x>".encode(), Type=Name.Metadata, Subtype=Name.XML)
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    inside = pdf.make_stream(b"MZ program")
    file = pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=inside)))
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.AF = Array([file])
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=[String("x"), script]), EmbeddedFiles=Dictionary(Names=[String("a.exe"), file])
    )
    pdf.Root.AcroForm = Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp>script</xdp>"))
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=script)
    page.PieceInfo = Dictionary(X=Dictionary(Private=String(AUTHOR), LastModified=String("D:2022")))
    page.Resources.XObject.P.Metadata = pdf.make_stream(PLACE.encode(), Type=Name.Metadata, Subtype=Name.XML)
    page.VP = Array([Dictionary(Measure=Dictionary(GPTS=[59.3293, 18.0686]))])
    box = [0, 0, 10, 10]
    comment = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=box, T=String(AUTHOR), Contents=String(AUTHOR))
    )
    pdf.Root.StructTreeRoot = Dictionary(K=Dictionary(S=Name.P, K=Dictionary(Type=Name.OBJR, Obj=comment)))

    def link(action: Dictionary) -> Dictionary:
        return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=action)

    page.Annots = pdf.make_indirect(
        Array(
            [
                *(comment, link(script), link(Dictionary(S=Name.Launch, F=String("cmd.exe")))),
                link(Dictionary(S=Name.URI, URI=String(" javascript:alert(1)"))),
                link(Dictionary(S=Name.URI, URI=String("https://www.example.org/"), Next=script)),
                Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=box, FS=file),
            ]
        )
    )
    return saved(pdf)


def test_nothing_runs_nothing_lies_inside_and_nobody_is_named() -> None:
    before = poisoned()
    traces = (
        "JavaScript",
        "app.alert",
        "javascript:",
        "Launch",
        "cmd.exe",
        "a.exe",
        "MZ program",
        "<xdp>",
        AUTHOR,
        PLACE,
        "GPTS",
        "D:2022",
    )
    assert [trace for trace in traces if trace not in everything_in(before)] == []
    after = everything_in(read_pdf(before, language="sv", title="Bilder").content)
    assert [trace for trace in traces if trace in after] == []
    assert "https://www.example.org/" in after, "a link to a website stays"
    with pikepdf.open(io.BytesIO(read_pdf(before, language="sv", title="").content)) as pdf:
        shown = pikepdf.PdfImage(cast("pikepdf.Stream", pdf.pages[0].obj.Resources.XObject.P)).as_pil_image()
        assert shown.size == (40, 30)
        assert not shown.getexif()


def bomb() -> bytes:
    pdf = scanned()
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q " * 40_000_000)
    return saved(pdf, compress_streams=True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.4\nnothing of a PDF\n%%EOF", "skadad"),
        (
            b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n%%EOF",
            "skadad",
        ),
        (b"%PDF-1.7\n" + b"[" * 200_000 + b"\n%%EOF", "skadad"),
        (saved(scanned(), encryption=pikepdf.Encryption(owner="o", user="u")), "lösenord"),
    ],
    ids=["nothing", "a page that is its own parent", "nested", "locked"],
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes, says: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_pdf(content, language="sv", title="x")
    assert says in str(refused.value.message)


def test_a_file_that_only_its_owner_may_change_is_written_open() -> None:
    content = saved(scanned(), encryption=pikepdf.Encryption(owner="o", user=""))
    with pikepdf.open(io.BytesIO(read_pdf(content, language="sv", title="x").content)) as pdf:
        assert not pdf.is_encrypted


def test_a_page_that_unpacks_to_far_more_than_it_is_takes_little_time() -> None:
    assert read_pdf(bomb(), language="sv", title="x").reading == Reading.PICTURE
