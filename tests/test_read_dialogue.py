"""Conventions of text transcripts → the same turns at the same times, whatever tool or habit wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otzvuk.model.errors import InputError
from otzvuk.read.dialogue import transcript
from otzvuk.read.formats import read_transcript
from otzvuk.read.interviewer import find_interviewers
from otzvuk.read.names import key
from otzvuk.read.transcript import Line, Transcript
from reading import said

TALK = (
    "Как вы храните крупу?",
    "В бочках, но крышки приходят кривые.",
    "Кто их возит?",
    "Свой водитель, он молодец.",
    "А весы не врут?",
    "Врут, проверяем каждую среду.",
)
SECONDS = (5, 12, 65, 72, 125, 132)
Row = str | tuple[str, str]  # how a line is written, or one of the first and one of the second speaker


def clock(seconds: int) -> str:
    return f"{seconds // 60:02}:{seconds % 60:02}"


def read(tmp_path: Path, text: str, name: str = "i1.txt") -> Transcript:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_transcript(path)


def stamp(row: str, at: int, **fields: str) -> str:
    return row.format(
        clock=clock(at),
        until=clock(at + 4),
        minutes=at // 60,
        seconds=at % 60,
        next=at % 60 + 1,
        at=at,
        end=at + 4,
        **fields,
    )


def written(row: Row, names: tuple[str, str] = ("Майя", "Фёдор"), gap: str = "\n") -> str:
    rows = (row, row) if isinstance(row, str) else row
    return (
        gap.join(
            stamp(rows[at % 2], SECONDS[at], who=names[at % 2], capitals=names[at % 2].upper(), text=text)
            for at, text in enumerate(TALK)
        )
        + "\n"
    )


def check(found: Transcript, *, speakers: int = 2) -> None:
    assert [turn.text for turn in found.turns] == list(TALK)
    assert len({turn.speaker for turn in found.turns}) == speakers
    if speakers == 2:
        assert len({turn.speaker for turn in found.turns[::2]}) == 1


LABELS: list[Row] = [
    "[{who}] {text}",
    "[{who}:] {text}",
    "[{who}]: {text}",
    "({who}) {text}",
    "{{{who}}} {text}",
    "<{who}> {text}",
    "<v {who}> {text}",
    "[[{who}]] {text}",
    "【{who}】{text}",
    "#{who}: {text}",
    "@{who}: {text}",
    "{who}： {text}",
    "{who} - {text}",
    "{who} – {text}",
    "{who}.— {text}",
    "— {who}: {text}",
    "* {who}: {text}",
    "▪ {who}: {text}",
    "👉🏻 {who}: {text}",
    "→ {who}: {text}",
    ">> {who}: {text}",
    "> {who}: {text}",
    "**{who}:** {text}",
    "**{who}**: {text}",
    "*{who}* — {text}",
    "**{who}: {text}**",
    "__{who}__\n{text}\n",
    "{who}/ {text}",
    "{who} | {text}",
    "{who} > {text}",
    "{who}     {text}",
    "{who}\t{text}",
    "\n{who}\n{text}",
    "\n{who}:\n{text}",
    "{capitals}. {text}",
    "05.03.2025, 10:{minutes:02} - {who}: {text}",
    "[05.03.2025, 10:{minutes:02}:{seconds:02}] {who}: {text}",
    "{who}, [05.03.2025 10:{minutes:02}]\n{text}\n",
]
TIMED: list[Row] = [
    "[{clock}] {who}: {text}",
    "[{clock}] [{who}] {text}",
    "[{clock}] ({who}) {text}",
    "[{clock}] {who} — {text}",
    "[{clock}] - {who}: {text}",
    "[{clock} {who}] {text}",
    "[{who} {clock}] {text}",
    "[{who}, {clock}]: {text}",
    "{clock} | {who} | {text}",
    "{who} | {clock} | {text}",
    "{who}, {clock}\n{text}\n",
    "{who} @ {clock}\n{text}\n",
    "{clock}\n{who}\n{text}\n",
    "{who}\n{clock}\n{text}\n",
    "{who}:\n[{clock}] {text}\n",
    "**[{clock}]** **{who}:** {text}",
    "*[{clock}] {who}:* {text}",
    "`[{clock}]` {who}: {text}",
    "{{00:{clock}}} {who}: {text}",
    "<00:{clock}> {who}: {text}",
    "#00:{clock}-0# {who}: {text}",
    "{who}: #00:{clock}-0# {text}",
    "{who}: (00:{clock}) {text}",
    "{who} ({minutes} мин {seconds} сек): {text}",
    "{who} {minutes} min {seconds} sec\n{text}\n",
    "[{minutes} мин. {seconds} сек.] {who}: {text}",
    "[00h{minutes:02}m{seconds:02}s] {who}: {text}",
    "[0ч {minutes}м {seconds}с] {who}: {text}",
    "[{at}.00s] {who}: {text}",
    "[{at}.00 с] {who}: {text}",
    "[{at}.00s -> {end}.00s] {who}: {text}",
    "[{at}.00 – {end}.50] [{who}] {text}",
    "({at}.0 - {end}.5) {who}: {text}",
    "{at}.000\t{end}.000\t{who}: {text}",
    "00:{clock}:00 {who}: {text}",
    "[00:{clock}:00 – 00:{until}:12] {who}: {text}",
    "00:{clock},000 --> 00:{until},500\n{who}:\n{text}\n",
    "0:{minutes}:{seconds} --> 0:{minutes}:{next}\n{who}\n{text}\n",
    "[время {clock}] {who}: {text}",
    "00:{clock} 🎤 {who}: {text}",
    "00:{clock} От {who} : {text}",
    "00:{clock} From {who} to Everyone: {text}",
]


@pytest.mark.parametrize(
    "names", [("Майя", "Фёдор Ильич"), ("Спикер 1", "Спикер 2"), ("SPEAKER_00", "SPEAKER_01")]
)
@pytest.mark.parametrize("row", LABELS)
def test_labels_however_they_are_set_off(tmp_path: Path, row: Row, names: tuple[str, str]) -> None:
    check(read(tmp_path, written(row, names)))


@pytest.mark.parametrize("row", TIMED)
def test_times_however_they_are_spelt(tmp_path: Path, row: Row) -> None:
    found = read(tmp_path, written(row))
    check(found)
    assert [turn.seconds_at(0) for turn in found.turns] == list(SECONDS)


@pytest.mark.parametrize(
    "names",
    [
        ("Вы", "Гость 1"),
        ("А", "Б"),
        ("Я", "Фёдор"),
        ("Мы", "Они"),
        ("Первый", "Второй"),
        ("Компания", "Клиент"),
        ("Раз", "Два"),
        ("ПНИ", "Соб."),
        ("1", "2"),
        ("Эксперт", "Проект"),
        ("Q", "A"),
        ("Инт.", "Респ."),
    ],
)
def test_whatever_recurs_in_alternation_is_a_label(tmp_path: Path, names: tuple[str, str]) -> None:
    check(read(tmp_path, written("{who}: {text}", names)))
    check(read(tmp_path, written("[{clock}] {who}: {text}", names)))


@pytest.mark.parametrize("signs", [(">>", "-"), ("🎤", "👤"), ("▶", "◀"), ("+", "•")])
def test_signs_alone_may_take_turns(tmp_path: Path, signs: tuple[str, str]) -> None:
    check(read(tmp_path, written("{who} {text}", signs)))


@pytest.mark.parametrize(
    "line",
    [
        "Вы знаете, это редкость.",
        "А потом привезли другие.",
        "Вы — молодцы, а они нет.",
        "А – это первый сорт.",
        "Фёдор говорит разное.",
        "Фёдор - наш завхоз.",
        "[смех] Ну да.",
        "(пауза) Ну да.",
        "1: так, 2: иначе.",
        "Итоги",
        "Запись мы тогда потеряли.",
        "Встреча закончилась в пять, и все ушли.",
        "Я: это другое дело.",
        "10:30",
        "Конец записи в журнале не видели.",
        "Угу.",
        "> 5 бочек",
        "# 7",
        "Вес 12:30 килограмм",
        "{примерно} так",
        "Создано с любовью, как говорится.",
        "Пауза была долгая.",
        "5 минут 30 секунд ждали машину.",
        "Ждали [до 12:00] машину (10:30 утра).",
    ],
)
def test_words_that_look_like_labels_stay_words(tmp_path: Path, line: str) -> None:
    rows = written("{who}: {text}").splitlines()
    rows.insert(4, line)
    rows.insert(2, line)
    found = read(tmp_path, "\n".join(rows) + "\n")
    assert found.turns[1].text == f"{TALK[1]}\n{line}"
    assert found.turns[3].text == f"{TALK[3]}\n{line}" or found.turns[3].text.startswith(TALK[3])
    assert {turn.speaker for turn in found.turns} == {"Майя", "Фёдор"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "## Резюме\n\nЗаказчик сердит на крышки.\n\n## Задачи\n\n"
            "- **Майя:** заказать крышки\n- **Фёдор:** весы\n\n"
            "## Стенограмма\n\n",
            "",
        ),
        ("# Созвон\n\n### Участники\n- Майя\n- Фёдор\n\n### Диалог\n\n", ""),
        ("Краткое содержание\nОбсудили крышки и весы, договорились о проверке.\n\nРасшифровка\n", ""),
        ("", "\nРешения:\nМайя закажет крышки.\nФёдор проверит весы.\n"),
        ("", "\n## Следующие шаги\n1. Майя: крышки\n2. Фёдор: весы\n"),
        ("", "\n**Action items**\n- заказать крышки\n- проверить весы\n"),
    ],
)
def test_minutes_around_the_talk_are_nobodys(tmp_path: Path, before: str, after: str) -> None:
    talk = written("**{who}:** {text}", gap="\n\n")
    found = read(tmp_path, before + talk + after, "i1.md")
    check(found)
    assert sum(count for _, count in found.outside) > 0


@pytest.mark.parametrize(
    "line",
    [
        "Transcribed by https://example.org",
        "Конец расшифровки",
        "Запись завершена",
        "https://example.org/r/1",
        "Майя остановил(-а) запись",
        "Maya Orlova stopped recording",
        "Meeting ended at 00:03:10 👋",
        "--- ",
        "* * *",
        "Расшифровано автоматически сервисом",
        "Этот документ создан нейросетью, возможны ошибки.",
        "This transcript was generated automatically.",
        "[Конец записи]",
        "Субтитры создавал кто-то",
        "Стр. 3 из 7",
    ],
)
def test_closing_lines_of_services_are_nobodys(tmp_path: Path, line: str) -> None:
    check(read(tmp_path, written("{who}: {text}") + f"\n{line}\n"))


@pytest.mark.parametrize(
    "head",
    [
        "# Transcription: zapis.m4a\n\n",
        "Расшифровка\nФайл: zapis.mp3\nДлительность: 12 мин\n\n",
        "Созвон о крупе\n",
        "Transcribed with X vers. 1\nAudio file: a.wav\n(Language: ru)\n\n(9 seconds pause)\n\n",
        "<h2>Беседа 1</h2>\n",
        "5 марта 2025 г.\n32м 18с\nМайя запустила запись\n\n",
    ],
)
def test_headings_of_tools_are_nobodys(tmp_path: Path, head: str) -> None:
    check(read(tmp_path, head + written("{who}: {text}")))


@pytest.mark.parametrize(
    "aside",
    [
        "(Майя: А кривые?)",
        "[Майя: А кривые?]",
        "//Майя: А кривые?//",
        "/Майя: А кривые?/",
        "<Майя: А кривые?>",
        "{М: А кривые?}",
    ],
)
def test_what_the_other_says_in_an_aside_is_the_others(tmp_path: Path, aside: str) -> None:
    text = written("{who}: {text}").replace("бочках, но", f"бочках. {aside} Да,")
    found = read(tmp_path, text)
    assert said(found)[1:4] == ["Фёдор: В бочках.", "Майя: А кривые?", "Фёдор: Да, крышки приходят кривые."]
    within = written("{who}: {text}").replace("но", f"но {aside}")
    assert said(read(tmp_path, within))[1:3] == [f"Фёдор: {TALK[1]}", "Майя: А кривые?"]


def test_a_note_of_the_editor_is_nobodys(tmp_path: Path) -> None:
    rows = written("{who}: {text}").splitlines()
    rows.insert(3, "Прим. ред.: речь о складе.")
    check(read(tmp_path, "\n".join(rows)))


@pytest.mark.parametrize(
    "row",
    [
        ("**{text}**\n", "{text}\n"),
        ("*{text}*\n", "{text}\n"),
        ("### {text}\n", "{text}\n"),
        ("Вопрос: {text}\n", "{text}\n"),
        ("Интервьюер: {text}\n", "{text}\n"),
    ],
)
def test_questions_may_be_told_by_type_or_label_alone(tmp_path: Path, row: Row) -> None:
    found = read(tmp_path, written(row), "i1.md")
    check(found)
    assert find_interviewers(found.turns).speakers == {found.turns[0].speaker}


def test_a_file_in_two_conventions_is_read_whole(tmp_path: Path) -> None:
    first = written("[{clock}] {who} — {text}")
    second = written("{who}: {text}")
    for text in (first + second, second + first):
        assert [turn.text for turn in read(tmp_path, text).turns] == [*TALK, *TALK]
    few = "".join(f"{line}\n" for line in second.splitlines()[:2])
    for row in ("[{who}] {text}", "{who} > {text}", "{who}. {text}", "{capitals} {text}"):
        assert [turn.text for turn in read(tmp_path, few + written(row)).turns] == [*TALK[:2], *TALK]


@pytest.mark.parametrize(
    "row",
    [
        ("{who}: {text}", "{who} — {text}"),
        ("{who}: {text}", "[{who}] {text}"),
        ("**{who}**: {text}", "— {text}"),
        ("{who}: {text}", "[{clock}] {who} - {text}"),
    ],
)
def test_each_may_be_set_off_in_a_way_of_their_own(tmp_path: Path, row: Row) -> None:
    check(read(tmp_path, written(row)))


def test_titles_above_a_nameless_recording_are_said(tmp_path: Path) -> None:
    found = read(tmp_path, "Созвон о крупе\nФайл: a.wav\n\n" + written("[{clock} - {until}] {text}"))
    check(found, speakers=1)
    assert found.outside == (("начало до первой реплики", 6),)
    assert "Созвон о крупе / Файл: a.wav" in found.notes[0]


def test_what_nothing_names_is_refused_with_its_line(tmp_path: Path) -> None:
    talk = written("{who}: {text}")
    prose = (
        "Мы долго ехали, было холодно и темно, а потом нас встретили.\nИ мы сразу пошли смотреть на бочки.\n"
    )
    with pytest.raises(InputError, match=r"i1\.txt, строка 1: непонятно, чьи слова .*«Мы долго ехали"):
        read(tmp_path, prose + talk)
    assert [
        turn.text for turn in read(tmp_path, "Вступление\n" + prose + "\nИнтервью\n" + talk).turns
    ] == list(TALK)


def test_labels_that_were_passed_over_are_refused_with_their_line(tmp_path: Path) -> None:
    talk = written("{who}: {text}")
    odd = "".join(f"Фёдор ~ {text}\nИ правда.\n" for text in TALK[1::2])
    with pytest.raises(InputError, match=r"i1\.txt, строка 7: похоже, реплика подписана не так"):
        read(tmp_path, talk + odd)


def test_raw_speech_under_txt_is_told_where_to_go(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"окончание \.text"):
        read(tmp_path, "ну мы значит возим крупу в бочках\nи крышки приходят кривые\n")


def test_times_in_another_unit_are_told_by_the_pace(tmp_path: Path) -> None:
    day = [f"[10:{at:02}] {'Майя' if at % 2 else 'Фёдор'}: {'крупа да крышки ' * 20}\n" for at in range(10)]
    found = read(tmp_path, "".join(day))
    assert found.turns[3].seconds_at(0) == 10 * 3600 + 3 * 60
    assert any("часы и минуты" in note for note in found.notes)
    frames = [
        f"[00:{at:02}:{at * 7 % 24:02}] {'Майя' if at % 2 else 'Фёдор'}: крупа да крышки\n"
        for at in range(40)
    ]
    found = read(tmp_path, "".join(frames))
    assert found.turns[10].seconds_at(0) == pytest.approx(10 + 70 % 24 / 25)
    assert any("кадры" in note for note in found.notes)
    fast = [
        f"[00:00:{at // 10:02}] {'Майя' if at % 2 else 'Фёдор'}: крупа, крышки да весы\n" for at in range(60)
    ]
    assert any("слов в секунду" in note for note in read(tmp_path, "".join(fast)).notes)


names = st.sampled_from(
    ["Майя", "Фёдор Ильич", "Спикер 1", "SPEAKER_03", "Вы", "А", "Р2", "Инт.", "главный инженер"]
)
open_close = st.sampled_from(
    [("", ":"), ("[", "]"), ("[", "]:"), ("**", ":**"), ("**", "**:"), ("(", ")"), ("{", "}"), ("#", ":")]
)
before = st.sampled_from(["", "- ", "• ", "🎤 ", "— "])
spelling = st.sampled_from(
    [
        None,
        "[{clock}]",
        "(00:{clock})",
        "#00:{clock}-0#",
        "[{at}.00s -> {end}.00s]",
        "00:{clock}",
        "[{minutes}m{seconds:02}s]",
        "**[{clock}]**",
        "{{00:{clock}}}",
        "`00:{clock}`",
    ]
)


@given(st.lists(names, min_size=2, max_size=2, unique_by=key), open_close, before, spelling, st.booleans())
def test_any_label_bracket_and_time_give_the_same_turns(
    who: list[str], signs: tuple[str, str], sign: str, time: str | None, empty: bool
) -> None:
    rows = []
    for at, text in enumerate(TALK):
        said_at = f"{stamp(time, SECONDS[at])} " if time else ""
        rows += [f"{sign}{said_at}{signs[0]}{who[at % 2]}{signs[1]} {text}", *([""] if empty else [])]
    found = transcript([Line(row, f"строка {number}") for number, row in enumerate(rows, 1)])
    assert [turn.text for turn in found.turns] == list(TALK)
    assert [key(turn.speaker) for turn in found.turns] == [key(who[at % 2]) for at in range(len(TALK))]
    if time:
        assert [turn.seconds_at(0) for turn in found.turns] == list(SECONDS)
