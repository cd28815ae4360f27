"""The same talk in two files is said, two talks with one person are not taken for one."""

import re
from pathlib import Path

from otzvuk.read import read_study

WORDS = (
    "Заказываем через портал, подтверждение приходит к вечеру. Машину ждём с утра, водитель звонит заранее. "
    "В накладной прошлой осенью ошиблись дважды, переделывали неделю. С тех пор сверяем всё сами до отгрузки."
)
OTHER = (
    "Портал теперь другой, заказ идёт быстрее. Машина приходит вовремя, звонить стали накануне. "
    "Ошибок в накладной с весны не было, хотя сверять мы не перестали, привычка осталась."
)


def assumptions(root: Path, **talks: str) -> list[str]:
    (root / "transcripts").mkdir()
    asked = "Расскажите, как идёт заказ и что с документами в последний год работы?"
    for name, answer in talks.items():
        (root / "transcripts" / f"{name}.txt").write_text(
            f"Интервьюер: {asked}\nРеспондент: {answer}\n",
            "utf-8",
        )
    return [each for each in read_study(root).assumptions if "совпадают" in each]


def test_a_copy_is_named_with_both_files(tmp_path: Path) -> None:
    edited = WORDS.replace("звонит заранее", "набирает заранее").lower().replace(",", "")
    (note,) = assumptions(tmp_path, первый=WORDS, копия=edited, третий=OTHER)
    assert re.search(r"копия\.txt и .*первый\.txt совпадают на \d\d %", note)
    assert "сосчитано дважды" in note


def test_one_question_and_two_answers_are_two_talks(tmp_path: Path) -> None:
    assert not assumptions(tmp_path, весна=WORDS, осень=OTHER)


def test_short_answers_alike_are_no_copy(tmp_path: Path) -> None:
    assert not assumptions(
        tmp_path, а="Да, всё нормально, вопросов нет.", б="Да, всё нормально, вопросов нет."
    )
