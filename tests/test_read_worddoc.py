"""Word documents → turns."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Cue
from otzvuk.read import archive
from otzvuk.read.formats import read_transcript
from otzvuk.read.transcript import Transcript
from reading import said

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="character" w:styleId="a5"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    "</w:styles>"
)
SAME = ["Интервьюер: Как вам сроки?", "Пётр: Срывают.", "Интервьюер: А документы?", "Пётр: Тут порядок."]


def run(text: str, properties: str = "") -> str:
    pieces = escape(text).replace("\n", "</w:t><w:br/><w:t>").replace("\t", "</w:t><w:tab/><w:t>")
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{pieces}</w:t></w:r>'


def bold(text: str) -> str:
    return run(text, "<w:b/>")


def p(*runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{p(run(cell))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def document(path: Path, *blocks: str, namespace: str = W) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("_rels/.rels", RELS)
        file.writestr("word/styles.xml", STYLES)
        body = f'<w:document xmlns:w="{namespace}"><w:body>{"".join(blocks)}</w:body></w:document>'
        file.writestr("word/document.xml", body)
    return path


def read(tmp_path: Path, *blocks: str, **options: str) -> Transcript:
    return read_transcript(document(tmp_path / "i1.docx", *blocks, **options))


PAIRS = [
    ("Интервьюер", "Как вам сроки?"),
    ("Пётр", "Срывают."),
    ("Интервьюер", "А документы?"),
    ("Пётр", "Тут порядок."),
]
RUNS = [run(f"{name}: {text}") for name, text in PAIRS]
DELETED = "<w:del><w:r><w:delText>зря</w:delText></w:r></w:del>"
# Where a moved answer stood before: docx2python 3.7.1 reads it twice (findings/docx2python_moved_speech.sh)
MOVED_AWAY = f'<w:moveFrom w:id="1">{run("Сроки срывают.")}</w:moveFrom>'


@pytest.mark.parametrize(
    "blocks",
    [
        [*map(p, RUNS)],
        [p(run(name), run(": "), run(text)) for name, text in PAIRS],
        [p(bold(f"{name}:"), run(f" {text}")) for name, text in PAIRS],
        [p(bold(name), run(f" {text}")) for name, text in PAIRS],
        [p(run(name, '<w:rStyle w:val="a5"/>'), run(f" {text}")) for name, text in PAIRS],
        [p((bold if text.endswith("?") else run)(f"{name}: {text}")) for name, text in PAIRS],
        [block for name, text in PAIRS for block in (p(bold(name)), p(run(text)), p())],
        [block for name, text in PAIRS for block in (p(run(name), style="1"), p(run(text)))],
        [p(run("\n".join(f"{name}: {text}" for name, text in PAIRS)))],
        [p(run(f"{name}:\t{text}")) for name, text in PAIRS],
        [table(("Спикер", "Реплика"), *PAIRS)],
        [table(("Время", "Кто", "Что сказано"), *((f"00:0{at}", *pair) for at, pair in enumerate(PAIRS)))],
        [
            p(run("Дата: 14.10.2025. Интервьюер: Мария Ветрова. Респондент: Пётр, «Альфа»")),
            table(("Кто", "Что сказано"), *PAIRS),
        ],
        [table(*PAIRS)],
        [table(*((f"00:00:0{at}", *pair) for at, pair in enumerate(PAIRS)))],
        [table(*((f"{name}: {text}",) for name, text in PAIRS))],
        [p(run("Стенограмма")), table(("Дата", "12 мая")), *map(p, RUNS)],
        [f"<w:sdt><w:sdtContent>{''.join(map(p, RUNS))}</w:sdtContent></w:sdt>"],
        [p(f'<w:ins w:id="1">{each}</w:ins>') for each in RUNS],
        [p(each, DELETED) for each in RUNS],
        [p(each, MOVED_AWAY) for each in RUNS],
        [p(f'<w:moveTo w:id="2">{each}</w:moveTo>') for each in RUNS],
    ],
)  # fmt: skip
def test_speakers_are_found_however_they_are_set_off(tmp_path: Path, blocks: list[str]) -> None:
    assert said(read(tmp_path, *blocks)) == SAME


def test_the_strict_flavour_is_read_too(tmp_path: Path) -> None:
    assert (
        said(read(tmp_path, *map(p, RUNS), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main"))
        == SAME
    )


def test_words_in_bold_are_no_speakers(tmp_path: Path) -> None:
    blocks = [
        p(run("Пётр: Вот что важно.")),
        p(bold("Сроки"), run(" срывают.")),
        p(bold("Сроки"), run(" всегда.")),
    ]
    found = read(tmp_path, p(run("Интервьюер: Как?")), *blocks)
    assert said(found) == ["Интервьюер: Как?", "Пётр: Вот что важно.\nСроки срывают.\nСроки всегда."]


def test_places_and_times(tmp_path: Path) -> None:
    found = read(tmp_path, table(*((f"00:00:0{at}", *pair) for at, pair in enumerate(PAIRS))))
    assert found.turns[2].place == "таблица 1, строка 3"
    assert found.turns[2].cues == (Cue(0, 2.0),)
    found = read(tmp_path, p(), *map(p, RUNS))
    assert found.turns[2].place == "абзац 4"


def test_a_document_of_python_docx_is_read(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_heading("Интервью", 0)
    for name, text in PAIRS:
        paragraph = made.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f": {text}")
    path = tmp_path / "i1.docx"
    made.save(str(path))
    assert said(read_transcript(path)) == SAME


def test_damaged_documents_are_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "i1.docx"
    whole = document(path, *map(p, RUNS)).read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as file:
        file.writestr("a.txt", "это не документ")
    other = (tmp_path / "other.zip").read_bytes()
    for data in (whole[: len(whole) // 2], bytes(flipped), other, b"not a zip", b""):
        path.write_bytes(data)
        with pytest.raises(InputError, match=r"i1\.docx: (документ|файл) (повреждён|пуст)"):
            read_transcript(path)


def test_broken_and_hostile_xml_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "бум">]><w:document xmlns:w="x"><w:body>&b;</w:body></w:document>'
    for xml in (bomb, "<w:document>", "<a/>"):
        path = tmp_path / "i1.docx"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("_rels/.rels", RELS)
            file.writestr("word/document.xml", xml)
        with pytest.raises(InputError, match="документ повреждён; ожидается"):
            read_transcript(path)


def test_a_document_nested_without_end_is_refused(tmp_path: Path) -> None:
    for tag in ("sdt", "ins"):
        depth = 20_000
        block = f"<w:{tag}>" * depth + p(*RUNS) + f"</w:{tag}>" * depth
        with pytest.raises(InputError, match="вложен сам в себя"):
            read(tmp_path, block if tag == "sdt" else p(block))


def test_a_document_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    path = document(tmp_path / "i1.docx", p(run("а" * 3_000_000)))
    with pytest.raises(InputError, match=r"слишком велик: «\d+ МБ»; ожидается не больше 1 МБ"):
        archive.open_archive(path, "документ", limit=2**20)


def test_an_empty_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="в документе нет текста"):
        read(tmp_path, p(), p(run(" ")))


def test_notes_and_comments_are_left_out_and_said(tmp_path: Path) -> None:
    more = '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    found = read(tmp_path, *(p(each, more) for each in RUNS))
    assert said(found) == SAME
    assert found.notes == ("пропущено сносок: 4", "пропущено примечаний: 4")
