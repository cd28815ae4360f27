"""Transcripts of other programs: subtitles of editors, ELAN, oTranscribe, Telegram, old Word."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.read import read_study
from otzvuk.read.guarded import read_guarded
from otzvuk.read.transcript import Transcript
from program import call
from reading import TALK, lay_out, said

TURNS = ["Интервьюер: Как вам сроки?", "Пётр: Срывают.", "Интервьюер: А документы?", "Пётр: Тут порядок."]


def read(tmp_path: Path, name: str, content: str | bytes) -> Transcript:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_guarded(path)


def starts(found: Transcript) -> list[float | None]:
    return [turn.cues[0].seconds if turn.cues else None for turn in found.turns]


# --- subtitles ----------------------------------------------------------------------------------------

SBV = (
    "0:00:01.000,0:00:02.500\nИнтервьюер: Как вам сроки?\n\n0:00:03.250,0:00:05.000\nПётр: Срывают.\n\n"
    "0:00:06.000,0:00:07.000\nИнтервьюер: А документы?\n\n0:01:08.000,0:01:09.000\nПётр: Тут\nпорядок.\n"
)
ASS = (
    "[Script Info]\nTitle: Беседа\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,проверить звук\n"
    "Dialogue: 0,0:00:01.00,0:00:02.50,Default,Интервьюер,0,0,0,,Как {\\i1}вам{\\i0} сроки?\n"
    "Dialogue: 0,0:00:03.25,0:00:05.00,Default,Пётр,0,0,0,,Срывают.\n"
    "Dialogue: 0,0:00:06.00,0:00:07.00,Default,Интервьюер,0,0,0,,А документы?\n"
    "Dialogue: 0,0:01:08.00,0:01:09.00,Default,Пётр,0,0,0,,Тут\\Nпорядок.\n"
)
TTML = (
    '<?xml version="1.0" encoding="utf-8"?><tt xmlns="http://www.w3.org/ns/ttml" '
    'xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" '
    'ttp:frameRate="25"><head><metadata><ttm:agent xml:id="a1"><ttm:name>Интервьюер</ttm:name></ttm:agent>'
    '<ttm:agent xml:id="a2"><ttm:name>Пётр</ttm:name></ttm:agent></metadata></head><body><div>'
    '<p begin="00:00:01.000" end="00:00:02.500" ttm:agent="a1">Как <span>вам</span> сроки?</p>'
    '<p begin="3.25s" dur="1s" ttm:agent="a2">Срывают.</p>'
    '<p begin="00:00:06:00" end="00:00:07:00" ttm:agent="a1">А документы?</p>'
    '<p begin="68000ms" end="69s" ttm:agent="a2">Тут<br/>порядок.</p></div></body></tt>'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.sbv", SBV),
        ("a.sbv", SBV.replace("\n", "\r\n")),
        ("a.ass", ASS),
        ("a.ssa", ASS.replace("Layer, ", "Marked, ").replace("Dialogue: 0", "Dialogue: Marked=0")),
        (
            "a.ass",
            ASS.replace("Интервьюер,0,0,0,,", ",0,0,0,,Интервьюер: ").replace(
                "Пётр,0,0,0,,", ",0,0,0,,Пётр: "
            ),
        ),
        ("a.ttml", TTML),
        ("a.dfxp", TTML.replace("http://www.w3.org/ns/ttml", "http://www.w3.org/2006/10/ttaf1")),
    ],
)
def test_subtitles_of_editors_are_read_with_speakers_and_times(
    tmp_path: Path, name: str, content: str
) -> None:
    found = read(tmp_path, name, content)
    assert said(found) == TURNS
    assert starts(found) == [1.0, 3.25, 6.0, 68.0]


def test_styles_tell_speakers_apart_where_no_actor_is_named(tmp_path: Path) -> None:
    styled = ASS
    for name in ("Интервьюер", "Пётр"):
        styled = styled.replace(f"Default,{name},", f"{name},,")
    assert said(read(tmp_path, "a.ass", styled)) == TURNS


def test_entities_in_subtitles_are_refused(tmp_path: Path) -> None:
    bomb = TTML.replace("<tt ", '<!DOCTYPE tt [<!ENTITY a "аа"><!ENTITY b "&a;&a;">]><tt ', 1)
    with pytest.raises(InputError, match="повреждён"):
        read(tmp_path, "a.ttml", bomb)


# --- ELAN ---------------------------------------------------------------------------------------------


def eaf(*tiers: str, slots: str = "") -> str:
    times = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="ts{at}" TIME_VALUE="{at * 1000}"/>' for at in (1, 2, 3, 5, 6, 7, 8, 9)
    )
    return (
        '<?xml version="1.0"?><ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"/>'
        f"<TIME_ORDER>{times}{slots}</TIME_ORDER>{''.join(tiers)}</ANNOTATION_DOCUMENT>"
    )


def aligned(name: str, *said: tuple[int, int, str], attributes: str = "") -> str:
    inner = "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}{start}" TIME_SLOT_REF1="ts{start}" '
        f'TIME_SLOT_REF2="ts{stop}"><ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>'
        for start, stop, text in said
    )
    return f'<TIER TIER_ID="{name}" {attributes}>{inner}</TIER>'


def dependent(name: str, parent: str, *said: tuple[str, str]) -> str:
    inner = "".join(
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}{at}" ANNOTATION_REF="{at}"><ANNOTATION_VALUE>'
        f"{text}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
        for at, text in said
    )
    return f'<TIER TIER_ID="{name}" PARENT_REF="{parent}">{inner}</TIER>'


ASKED = (1, 2, "Как вам сроки?"), (6, 7, "А документы?")
ANSWERED = (3, 5, "Срывают."), (8, 9, "Тут порядок.")


@pytest.mark.parametrize(
    "tiers",
    [
        (aligned("Пётр", *ANSWERED), aligned("Интервьюер", *ASKED)),
        (
            aligned("A", *ASKED, attributes='PARTICIPANT="Интервьюер"'),
            aligned("B", *ANSWERED, attributes='PARTICIPANT="Пётр"'),
        ),
        (aligned("tx@Интервьюер", *ASKED), aligned("tx@Пётр", *ANSWERED)),
    ],
)
def test_tiers_of_elan_are_speakers_in_the_order_of_time(tmp_path: Path, tiers: tuple[str, ...]) -> None:
    found = read(tmp_path, "a.eaf", eaf(*tiers))
    assert said(found) == TURNS
    assert starts(found) == [1.0, 3.0, 6.0, 8.0]


def test_translations_and_comments_are_left_out_by_name(tmp_path: Path) -> None:
    notes = aligned("комментарии", (1, 9, "шумно"))
    translated = dependent("en", "Пётр", ("Пётр3", "They miss them."), ("Пётр8", "In order here."))
    found = read(
        tmp_path, "a.eaf", eaf(aligned("Интервьюер", *ASKED), aligned("Пётр", *ANSWERED), translated, notes)
    )
    assert said(found) == TURNS
    assert any("«en», «комментарии»" in note for note in found.notes)


def test_words_below_numbered_utterances_are_read(tmp_path: Path) -> None:
    upper = aligned("ref@Пётр", (3, 5, "001"), (8, 9, "002"), attributes='PARTICIPANT="Пётр"')
    words = dependent("tx@Пётр", "ref@Пётр", ("ref@Пётр3", "Срывают."), ("ref@Пётр8", "Тут порядок."))
    found = read(tmp_path, "a.eaf", eaf(aligned("Интервьюер", *ASKED), upper, words))
    assert said(found) == TURNS
    assert starts(found) == [1.0, 3.0, 6.0, 8.0]


# --- pages and chats ----------------------------------------------------------------------------------


def stamp(seconds: float, shown: object) -> str:
    return f'<span class="timestamp" contenteditable="false" data-timestamp="{seconds}">{shown}</span>'


STAMPED = list(zip((1, 3.7, 6, 68), TALK.splitlines(), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"<p>{stamp(at, '0:01')}&nbsp;{line}</p>" for at, line in STAMPED),
        "<br>".join(f"{stamp(at, '00:01')} <b>{line.replace(':', ':</b>', 1)}" for at, line in STAMPED),
        "".join(f"<div>{line.replace(': ', f': {stamp(at, 0)} ', 1)}</div>" for at, line in STAMPED),
    ],
)
def test_otranscribe_is_read_with_its_times(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, "a.otr", json.dumps({"text": text, "media": "x.mp3", "media-time": 1}))
    assert said(found) == TURNS
    assert [round(each or -1) for each in starts(found)] == [1, 3, 6, 68]


def message(who: str, text: object, **more: object) -> dict[str, object]:
    return {"id": 1, "type": "message", "date": "2026-02-01T10:00:00", "from": who, "text": text, **more}


CHAT = [
    {"id": 0, "type": "service", "action": "create_group", "actor": "Пётр", "text": ""},
    message("Интервьюер", "Как вам сроки?"),
    message("Пётр", ["Сры", {"type": "bold", "text": "вают"}, "."]),
    message("Пётр", "", media_type="voice_message"),
    message("Интервьюер", "А документы?"),
    message("Пётр", "Тут порядок."),
]


@pytest.mark.parametrize(
    "tree",
    [
        {"name": "Пётр", "type": "personal_chat", "messages": CHAT},
        {"chats": {"list": [{"name": "Пётр", "messages": CHAT}, {"name": "Пустой", "messages": []}]}},
    ],
)
def test_a_chat_of_telegram_is_a_talk(tmp_path: Path, tree: dict[str, object]) -> None:
    found = read(tmp_path, "result.json", json.dumps(tree))
    assert said(found) == TURNS
    assert any("голосовых и видеосообщений без текста: 1" in note for note in found.notes)


def test_several_chats_are_no_interview(tmp_path: Path) -> None:
    tree = {"chats": {"list": [{"name": "Пётр", "messages": CHAT}, {"name": "Анна", "messages": CHAT}]}}
    with pytest.raises(InputError, match="несколько чатов: «Пётр», «Анна»"):
        read(tmp_path, "result.json", json.dumps(tree))


def page_message(who: str, text: str) -> str:
    name = f'<div class="from_name">\n{who} </div>' if who else ""
    return (
        f'<div class="message default clearfix{"" if who else " joined"}" id="m1"><div class="body">'
        f'<div class="pull_right date details" title="01.02.2026 10:00:00">10:00</div>{name}'
        f'<div class="reply_to details">В ответ на <a href="#x">сообщение</a></div>'
        f'<div class="text">\n{text} </div></div></div>'
    )


def test_a_page_of_telegram_is_a_talk(tmp_path: Path) -> None:
    page = (
        '<!DOCTYPE html><html><body><div class="page_header">Чат с Петром</div><div class="history">'
        '<div class="message service" id="m0"><div class="body details">1 февраля 2026</div></div>'
        + page_message("Интервьюер", "Как вам<br>сроки?")
        + page_message("Пётр", "Срывают.")
        + page_message("", "Каждый раз.")
        + page_message("Интервьюер", "А документы?")
        + page_message("Пётр", "Тут <a href='x'>порядок</a>.")
        + "</div></body></html>"
    )
    found = read(tmp_path, "messages.html", page)
    assert [line.replace("\n", " ") for line in said(found)] == [
        *TURNS[:2],
        "Пётр: Каждый раз.",
        *TURNS[2:],
    ]


# --- documents ----------------------------------------------------------------------------------------


def word(path: Path, text: str = TALK) -> bytes:
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(path))
    return path.read_bytes()


FLAT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>{}'
    "</office:text></office:body></office:document>"
)


def test_flat_and_macro_documents_are_read(tmp_path: Path) -> None:
    flat = FLAT.format("".join(f"<text:p>{line}</text:p>" for line in TALK.splitlines()))
    assert said(read(tmp_path, "a.fodt", flat)) == TURNS
    assert said(read(tmp_path, "a.fodt", "\ufeff\n" + flat.partition("?>")[2])) == TURNS
    for name in ("a.docm", "a.dotx", "b.doc"):
        assert said(read(tmp_path, name, word(tmp_path / "a.docx"))) == TURNS


@pytest.mark.parametrize(
    "content",
    [
        "{\\rtf1\\ansi\\ansicpg1251 " + "".join(
            "".join(sign if ord(sign) < 128 else f"\\'{sign.encode('cp1251').hex()}" for sign in line)
            + "\\par\n" for line in TALK.splitlines()
        ) + "}",
        "<html><body>" + "".join(f"<p>{line}</p>" for line in TALK.splitlines()) + "</body></html>",
        TALK,
    ],
    ids=["rtf", "html", "text"],
)  # fmt: skip
def test_what_is_called_doc_is_read_by_what_it_is(tmp_path: Path, content: str) -> None:
    assert said(read(tmp_path, "a.doc", content)) == TURNS


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for PATH; readers started from now on look for programs there."""
    from otzvuk.read import sandbox

    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    sandbox.stop()
    return folder


def fake_office(programs: Path, made: Path) -> None:
    """A program in the place of LibreOffice that answers every document with `made`."""
    script = (
        f"#!{sys.executable}\nimport shutil, sys, pathlib\n"
        "to = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
        f"to.mkdir()\nshutil.copy({str(made)!r}, to / 'source.docx')\n"
    )
    (programs / "soffice").write_text(script, "utf-8")
    (programs / "soffice").chmod(0o755)


def test_old_word_without_libreoffice_says_what_to_do(tmp_path: Path, programs: Path) -> None:
    from otzvuk.read import sandbox

    with pytest.raises(InputError, match=r"старого Word.*LibreOffice.*сохранённый в Word как \.docx"):
        read(tmp_path, "a.doc", OLE)
    sandbox.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="stands for LibreOffice as a script")
def test_old_word_goes_through_libreoffice(tmp_path: Path, programs: Path) -> None:
    from otzvuk.read import sandbox

    made = tmp_path / "made.docx"
    word(made)
    fake_office(programs, made)
    assert said(read(tmp_path, "a.doc", OLE)) == TURNS
    (programs / "soffice").write_text(f"#!{sys.executable}\nraise SystemExit(1)\n", "utf-8")
    with pytest.raises(InputError, match="LibreOffice не смог открыть"):
        read(tmp_path, "b.doc", OLE)
    sandbox.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="stands for LibreOffice as a script")
def test_old_word_is_read_once_libreoffice_is_there(tmp_path: Path, programs: Path) -> None:
    """No file of the study changes, so nothing that was computed without the document may be kept."""
    from otzvuk.read import sandbox

    study = lay_out(tmp_path / "study", {"study.yaml": "coder: fast\n", "transcripts/a.txt": TALK})
    (study / "transcripts" / "b.doc").write_bytes(OLE)
    for _ in range(2):  # the first one writes down the names that it has found
        assert "b.doc" in call("analyse", study, code=1)
        assert "Не прочитано" in call("search", study, "счёт")
    word(tmp_path / "made.docx")
    fake_office(programs, tmp_path / "made.docx")
    sandbox.stop()
    assert "Не прочитано" not in call("search", study, "счёт")
    assert "Не прочитано" not in call("analyse", study)
    assert "b.doc" not in (study / "out" / "report.html").read_text("utf-8")
    sandbox.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="stands for LibreOffice as a script")
def test_a_program_that_hangs_is_ended(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from otzvuk.read import sandbox

    monkeypatch.setenv("OTZVUK_READ_SECONDS", "4")
    noted = tmp_path / "pid"
    script = f"#!{sys.executable}\nimport os, time\nopen({str(noted)!r}, 'w').write(str(os.getpid()))\n"
    script += "time.sleep(60)\n"
    (programs / "soffice").write_text(script, "utf-8")
    (programs / "soffice").chmod(0o755)
    with pytest.raises(InputError, match="LibreOffice не смог открыть"):
        read(tmp_path, "a.doc", OLE)
    with pytest.raises(ProcessLookupError):
        os.kill(int(noted.read_text()), 0)
    sandbox.stop()


# --- what is not read ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("i.pages", "сохраните его как .docx"),
        ("i.mx24", "otzvuk import"),
        ("i.nvpx", "REFI-QDA"),
        ("i.qdpx", "otzvuk import i.qdpx"),
        ("i.textgrid", "экспортируйте из неё текст"),
        ("i.smi", "преобразуйте их в .srt"),
        ("i.rar", "распакуйте"),
        ("i.xyz", "если это стенограмма, сохраните"),
        ("i", "имя без окончания"),
    ],
)
def test_what_is_not_read_is_said_with_a_way_out(tmp_path: Path, name: str, told: str) -> None:
    root = lay_out(tmp_path, {"transcripts/a.txt": TALK, f"transcripts/{name}": b"\0\1\2"})
    study = read_study(root)
    (failure,) = study.failures
    assert failure.file == f"transcripts/{name}"
    assert told in failure.message
    assert not any(name in note for note in study.assumptions)


def test_an_archive_of_transcripts_is_named_with_what_lies_in_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "i.zip", "w") as made:
        for number in range(5):
            made.writestr(f"беседа {number}.docx", "x")
    data = (tmp_path / "i.zip").read_bytes()
    root = lay_out(tmp_path / "s", {"transcripts/a.txt": TALK, "transcripts/i.zip": data})
    (failure,) = read_study(root).failures
    assert "беседа 0.docx" in failure.message
    assert "и ещё 2" in failure.message
    assert "распакуйте" in failure.message


def test_leftovers_are_passed_over(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"transcripts/a.txt": TALK, "transcripts/desktop.lnk": b"x"})
    study = read_study(root)
    assert study.failures == ()
    assert any("desktop.lnk" in note for note in study.assumptions)
