"""PDF → turns. The documents are written here by hand, with letters as a subset font maps them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.read.formats import read_transcript
from otzvuk.read.transcript import Transcript
from reading import said

TALK = ["Интервьюер: Как вам сроки?", "Пётр: Срывают.", "Интервьюер: А документы?", "Пётр: Тут порядок."]
Placed = tuple[float, float, str]  # from the left, from the bottom, words


def pdf(path: Path, pages: Sequence[Sequence[Placed]], *, mapped: bool = True, image: bool = False) -> Path:
    """A document whose font has a glyph for each letter; `mapped` says whether it tells which."""
    letters = sorted({char for page in pages for _, _, text in page for char in text})
    code = {char: at + 1 for at, char in enumerate(letters)}
    pairs = "\n".join(f"<{at:04X}> <{ord(char):04X}>" for char, at in code.items())
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(code)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )
    kids = " ".join(f"{7 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Arial /Encoding /Identity-H "
        "/DescendantFonts [4 0 R]" + (" /ToUnicode 6 0 R >>" if mapped else " >>"),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Arial /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor 5 0 R >>",
        "<< /Type /FontDescriptor /FontName /AAAAAA+Arial /Flags 4 /FontBBox [0 -200 1000 800] "
        "/ItalicAngle 0 "
        "/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        f"<< /Length {len(table)} >>\nstream\n{table}\nendstream",
    ]
    for at, page in enumerate(pages):
        show = "".join(
            f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm <{''.join(f'{code[char]:04X}' for char in text)}> Tj ET\n"
            for x, y, text in page
        )
        if image:
            show += "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x41 EI Q\n"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {8 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(show)} >>\nstream\n{show}endstream")
    data, places = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    start = len(data)
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode()
    data += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    path.write_bytes(data)
    return path


def read(tmp_path: Path, *pages: Sequence[Placed], mapped: bool = True, image: bool = False) -> Transcript:
    return read_transcript(pdf(tmp_path / "i1.pdf", pages, mapped=mapped, image=image))


def column(lines: Sequence[str], *, left: float = 50, top: float = 700, step: float = 14) -> list[Placed]:
    return [(left, top - step * at, text) for at, text in enumerate(lines)]


def test_lines_become_turns(tmp_path: Path) -> None:
    found = read(tmp_path, column(TALK[:2]), column(TALK[2:]))
    assert said(found) == TALK
    assert [turn.place for turn in found.turns] == ["страница 1", "страница 1", "страница 2", "страница 2"]


def test_wrapped_lines_and_parted_words_are_joined(tmp_path: Path) -> None:
    lines = ["Интервьюер: Как вам сроки?", "Пётр: Их срывают каждый месяц, и мы опять переде-",
             "лываем планы, а бизнес-процессы стоят, потому что",
             "никто не отвечает. Кто-то обещал наладить бизнес-", "процессы.", *TALK[2:]]  # fmt: skip
    assert said(read(tmp_path, column(lines)))[1] == (
        "Пётр: Их срывают каждый месяц, и мы опять переделываем планы, а бизнес-процессы стоят, "
        "потому что никто не отвечает. Кто-то обещал наладить бизнес-процессы."
    )


@pytest.mark.parametrize("row", ["[{}] {}", "[{}:] {}", "#00:00:05-1# {}: {}", "{} [00:05] {}"])
def test_labels_in_brackets_begin_a_paragraph(tmp_path: Path, row: str) -> None:
    pairs = [line.split(": ") for line in TALK * 2]
    lines = [row.format(name, text + " Ещё слова до края строки") for name, text in pairs]
    assert len(read(tmp_path, column(lines)).turns) == len(pairs)


def test_columns_are_read_one_after_another(tmp_path: Path) -> None:
    left = ["Интервьюер: Как вам сроки поставки?", "Пётр: Срывают, и очень часто, да."] * 3
    right = ["Интервьюер: А документы к ним?", "Пётр: Тут порядок, спасибо."] * 3
    found = read(tmp_path, [*column(left), *column(right, left=320)])
    assert said(found) == left + right


def test_a_column_of_names_belongs_to_the_words_beside_it(tmp_path: Path) -> None:
    pairs = [line.split(": ") for line in TALK * 2]
    page = [*column([name + ":" for name, _ in pairs]), *column([text for _, text in pairs], left=150)]
    assert said(read(tmp_path, page)) == TALK * 2


def test_furniture_of_pages_is_left_out_and_said(tmp_path: Path) -> None:
    pages = [[(50, 770, f"Отчёт, страница {at}"), *column(TALK), (300, 30, f"{at} из 3")] for at in (1, 2, 3)]
    found = read(tmp_path, *pages)
    assert said(found) == TALK * 3
    assert any("пропущены колонтитулы страниц: «Отчёт, страница 1»" in note for note in found.notes)


def test_a_font_that_does_not_tell_its_letters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="шрифты документа не сообщают, какие буквы на них изображены"):
        read(tmp_path, column(TALK), mapped=False)
    damaged = ["Èíòåðâüþåð: Êàê âàì ñðîêè?", "Ï¸òð: Ñðûâàþò."]
    with pytest.raises(InputError, match="шрифты документа не сообщают"):
        read(tmp_path, column(damaged))
    private = ["\ue001\ue002\ue003\ue004: \ue005\ue006"] * 3
    with pytest.raises(InputError, match="шрифты документа не сообщают"):
        read(tmp_path, column(private))


def test_a_scan_needs_recognition(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"i1\.pdf: это скан без текстового слоя, его нужно сначала распозн"):
        read(tmp_path, [], image=True)


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "i1.pdf"
    whole = pdf(path, [column(TALK)]).read_bytes()
    for data in (b"%PDF-1.5 x", b"Hello", whole[:200]):
        path.write_bytes(data)
        with pytest.raises(InputError, match=r"i1\.pdf: документ повреждён"):
            read_transcript(path)
    path.write_bytes(b"")
    with pytest.raises(InputError, match=r"i1\.pdf: файл пуст"):
        read_transcript(path)


@pytest.mark.parametrize(
    ("head", "tail", "word"),
    [
        ("Мы возили товар на склад в Северо-", "Западном округе, там тесно.", "Северо-Западном"),
        ("Мы долго ждали ответа, а по-", "том нам позвонили из отдела.", "потом нам"),
        ("Нам сказали, что придёт кто-", "то из отдела логистики завтра.", "кто-то из"),
        ("Сначала мы заехали на точ-", "ку, где забирают товар сами.", "точку, где"),
        ("Раньше было хуже, а теперь все-", "таки везут вовремя, молодцы.", "все-таки везут"),
        ("Это место, которое мы по-", "моему потеряли из-за цены.", "по-моему потеряли"),
        ("Всё оформляем через онлайн-", "заказ, так нам удобнее стало.", "онлайн-заказ, так"),
        ("Ждали, как обещали, дней 10-", "15, а вышло больше месяца.", "10-15, а"),
        ("Их филиал теперь в Нью-", "Йорке, туда никто не ездит.", "Нью-Йорке, туда"),
        ("Наш менеджер пере-", "звонил только через неделю.", "перезвонил только"),
        ("У НИХ ВСЕГДА ДОСТАВ-", "КА ПРИХОДИТ ПОЗЖЕ СРОКА.", "ДОСТАВКА ПРИХОДИТ"),
    ],
)
@pytest.mark.parametrize("short", [False, True])
def test_a_hyphen_at_a_rows_end_is_kept_where_the_word_has_it(
    tmp_path: Path, head: str, tail: str, word: str, short: bool
) -> None:
    wide = "П" * 80 if short else "П" * len(head)
    rows = [(50.0, 700.0, "Пётр: " + wide), (50.0, 686.0, head), (50.0, 672.0, tail)]
    rows += [(50.0, 630.0, "Анна: Так."), (50.0, 602.0, "Пётр: Да."), (50.0, 574.0, "Анна: Ну.")]
    found = read_transcript(pdf(tmp_path / "a.pdf", [rows]))
    assert word in found.turns[0].text


def test_a_word_as_the_document_spells_it_elsewhere_wins(tmp_path: Path) -> None:
    said = [
        "Пётр: У нас стоит дробо-кат, без него никак",
        "не обойтись, этот дробо-",
        "кат работает сутками.",
    ]
    rows = [(50.0, 700.0 - 14 * at, row) for at, row in enumerate(said)]
    rows += [(50.0, 644.0, "Анна: Так."), (50.0, 616.0, "Пётр: Да."), (50.0, 588.0, "Анна: Ну.")]
    assert "этот дробо-кат работает" in read_transcript(pdf(tmp_path / "a.pdf", [rows])).turns[0].text


LEFT = [
    "Интервьюер: Как вам сроки у них?", "Пётр: Срывают, и не первый раз", "за год, мы устали от этого.",
    "Интервьюер: А что с документами?", "Пётр: Приходят с ошибками, их", "каждый раз возвращаем назад.",
]  # fmt: skip
RIGHT = [
    "Интервьюер: Что с ценой у них?", "Пётр: Цена нормальная, но вот", "скидок давно не дают совсем.",
    "Интервьюер: Кого бы похвалили?", "Пётр: Водителей, они вежливы и", "помогают на разгрузке товара.",
]  # fmt: skip
HEAD = "Беседа с директором по закупкам, вторая половина марта, запись номер семь"


def columns(
    *, left: int = 3, right: int = 3, head: str = "", foot: str = "", lower: float = 0.0
) -> list[Placed]:
    top = 720.0 if head else 750.0
    rows = [(50.0, top - 14 * at, text) for at, text in enumerate(LEFT * left)]
    rows += [(330.0, top - 14 * at - lower, text) for at, text in enumerate(RIGHT * right)]
    rows += [(50.0, 750.0, head)] if head else []
    return rows + ([(300.0, 40.0, foot)] if foot else [])


@pytest.mark.parametrize(
    "page",
    [
        columns(),
        columns(head=HEAD),
        columns(right=1),
        columns(lower=5.0),
        columns(foot="— 1 —"),
        columns(head=HEAD, foot="1"),
    ],
    ids=["equal", "title across", "short", "shifted", "number below", "both"],
)
def test_two_columns_are_read_one_after_the_other(tmp_path: Path, page: list[Placed]) -> None:
    found = read_transcript(pdf(tmp_path / "a.pdf", [page]))
    words = " ".join(said(found)).split()
    spoken = [text for x, _, text in page if text not in {HEAD, "— 1 —", "1"}]
    assert words == " ".join(spoken).split()
