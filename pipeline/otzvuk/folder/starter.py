"""An empty study with example files to fill in."""

from __future__ import annotations

import shutil
from pathlib import Path

from otzvuk.folder.layout import FOUND_LIST, OUT, PLAN, refuse_folder
from otzvuk.model.bundled import bundled
from otzvuk.model.errors import InputError

_STUDY = """\
# Исследование. Все ключи необязательны: уберите «# » в начале строки и впишите своё.

# supplier: Название поставщика, о котором говорят
# aliases: [как его, ещё называют, в разговоре]
# rivals: [с кем, его сравнивают]
# industry: Отрасль
# wave: "2025"            # волна исследования; если их несколько, укажите волну в participants.csv
# description: Одна-две фразы об исследовании
# interviewers: [Анна]    # под какими именами в стенограммах записаны интервьюеры

# codebook: b2b           # имя встроенной кодовой книги или путь к своей, например codebook.yaml
# model: b2b             # обученная модель: имя встроенной или папка своей (otzvuk train)
# coder: fast            # careful — тщательно, fast — раз в восемь быстрее, rules — одними шаблонами
# threshold: 0.3         # упоминания, в которых программа уверена меньше, не считать: точнее, но неполнее
# role_weights: {economic: 1, technical: 1, user: 1}
# damage_cap: 3           # больше стольких жалоб на один процесс от одного респондента не считается
# headline: {p_top3: 0.7, reach: 0.2}   # когда процесс называется в выводе
# effort: {delivery: 3}   # насколько трудно исправить процесс: 1 (мало работы) … 5 (много)
# replicates: 2000        # сколько выборок при оценке надёжности
# hide_names: true        # в отчётах вместо имён метки: [сотрудник 3]; false — имена как есть
# seed: 2025              # начальное число случайных выборок
# limits: {file_mb: 50, memory_mb: 1000, seconds: 60}   # чего не больше на чтение одного файла
"""

_GUIDE = """\
# Гайд интервью: о чём каждый блок и вопрос. Коды и процессы — из кодовой книги.
# Короткий ответ («нет, тут порядок») получает тему от вопроса. Уберите «# » и впишите своё.

# blocks:
#   - title: Поставка
#     processes: [delivery]
#     questions:
#       - Как обычно проходит поставка?
#       - text: Выдерживает ли поставщик сроки?
#         codes: [discipline.lead_times]
#   - title: Документы
#     codes: [documents.errors, documents.speed]
#     questions:
#       - Что скажете о документах?
"""

_PARTICIPANTS = """\
interview;file;speaker;company;position;role;function;wave;region
# i1;i1.docx;Иван Петрович;ООО «Пример»;начальник ОТК;technical;контроль качества;2025;Урал
# i2;i2.txt;Спикер 2;АО «Образец»;директор по закупкам;;закупки;2025;Сибирь
# Строки, которые начинаются с «# », не читаются.
# Роль: economic, technical, user или пусто (тогда она определится по должности).
# Столбцы после wave — любые: по ним можно группировать.
"""

_RATINGS = """\
interview;speaker;criterion;value;scale;wave
# i1;Иван Петрович;discipline.lead_times;8;10;2025
# Оценки из анкеты. Критерий: код, процесс, тема или блок. Строки, которые начинаются с «# », не читаются.
"""

_EXAMPLE = """\
Интервьюер: Это пример стенограммы. Положите рядом свои, и он перестанет учитываться. Как её оформить?
Респондент: Каждая реплика с новой строки, в начале имя и двоеточие.
Интервьюер: А если реплика длинная?
Респондент [00:00:25]: Тогда её можно продолжить
на следующей строке. Время в скобках необязательно.
"""

# the tables with a BOM and semicolons: so Excel opens Russian text by a double click
_FILES = {
    "study.yaml": (_STUDY, "utf-8"),
    "guide.yaml": (_GUIDE, "utf-8"),
    "participants.csv": (_PARTICIPANTS, "utf-8-sig"),
    "ratings.csv": (_RATINGS, "utf-8-sig"),
    "transcripts/ПРИМЕР.txt": (_EXAMPLE, "utf-8"),
}


def new_study(folder: str | Path) -> tuple[Path, ...]:
    """Make an empty study in `folder` and return the files made.

    All examples in them are commented out, and the example transcript no longer counts once there are
    others. Raises `InputError` where the folder is not empty, is a file or cannot be made.
    """
    folder = Path(folder)
    refuse_folder(folder)
    try:
        made = []
        for name, (text, encoding) in _FILES.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding)
            made.append(path)
    except OSError as error:
        raise InputError("папку не создать", file=folder, expected="место, где можно писать") from error
    return tuple(made)


def copy_demo(folder: str | Path) -> Path:
    """Copy the demo study that ships with the program into `folder`, new or empty; answers its path."""
    target = Path(folder)
    refuse_folder(target, expected="новая или пустая папка для примера")
    try:
        shutil.copytree(
            bundled("demo"),
            target,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns(OUT, FOUND_LIST, PLAN, ".*"),
        )
    except OSError as error:  # shutil.Error too
        raise InputError("папку не создать", file=target, expected="место, где можно писать") from error
    return target
