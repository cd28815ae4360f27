"""The self-assessment of feedback maturity."""

from __future__ import annotations

from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.numbers.scores import MATURITY, Answers, assess, blank_answers, read_answers, read_questionnaire

QUESTIONNAIRE = read_questionnaire()


def answers(level: int = 3, **other: dict[str, int]) -> Answers:
    given = {
        name: dict.fromkeys(step.questions, level) | other.get(name, {})
        for name, step in QUESTIONNAIRE.steps.items()
    }
    return Answers(answers=given)


def test_the_overall_level_is_that_of_the_weakest_step() -> None:
    found = assess(answers(3, planning={"analysis": 2}, acting={"answer": 1}), QUESTIONNAIRE)
    assert list(found.steps.columns) == list(MATURITY)
    assert list(found.steps["step"]) == ["collecting", "planning", "acting", "measuring", "correcting"]
    assert list(found.steps["level"]) == [3, 2, 1, 3, 3]
    assert (found.level, found.label) == (1, "Анкетирование и NPS + ручное управление")
    assert list(found.steps["weakest"]) == [False, False, True, False, False]


def test_the_next_level_needs_the_next_answers_of_what_holds_the_step_back() -> None:
    found = assess(answers(3, planning={"analysis": 1, "decisions": 1}, acting={"answer": 0}), QUESTIONNAIRE)
    steps = found.steps.set_index("step")
    asked = QUESTIONNAIRE.steps
    assert steps.loc["acting", "needs"] == asked["acting"].questions["answer"].answers[1]
    assert steps.loc["planning", "needs"] == " ".join(
        question.answers[2] for question in asked["planning"].questions.values()
    )
    assert steps.loc["planning", "next_level"] == 2
    assert steps.loc["collecting", "needs"] == ""
    assert steps["next_level"].isna().tolist() == [True, False, False, True, True]


def test_the_matrix_says_what_is_done_at_every_level_and_where_the_company_is() -> None:
    found = assess(answers(3, planning={"analysis": 2}, acting={"answer": 1}), QUESTIONNAIRE)
    assert found.levels == (
        "Ручное управление",
        "Анкетирование и NPS + ручное управление",
        "Управление мероприятиями",
        "Комплексное управление",
    )
    assert [len(cells) for _, cells in found.rows] == [4] * 5
    standing = {step: "".join(reached.value[0] for _, reached in cells) for step, cells in found.rows}
    assert list(standing.values()) == ["ppph", "ppha", "phaa", "ppph", "ppph"]
    acting = QUESTIONNAIRE.steps["acting"]
    assert dict(found.rows)["Действия"][1][0] == " ".join(
        question.answers[1] for question in acting.questions.values()
    )
    assert found.sentence == (
        "Общий уровень — 1, «Анкетирование и NPS + ручное управление»: "
        "он равен самому слабому шагу: «Действия»."
    )


@pytest.mark.parametrize("level", range(4))
def test_a_blank_file_filled_in_is_read(tmp_path: Path, level: int) -> None:
    path = tmp_path / "maturity.yaml"
    lines = blank_answers(QUESTIONNAIRE).splitlines()
    filled = [f"{line} {level}" if line.startswith("    ") and line.endswith(":") else line for line in lines]
    path.write_text("\n".join(filled), "utf-8")
    found = assess(read_answers(path, QUESTIONNAIRE), QUESTIONNAIRE)
    assert found.level == level
    assert set(found.steps["level"]) == {level}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answers: {collecting: {sources: 4, regularity: 1}}\n",
         "строка 1, столбец 33: нет ответа с таким номером «4»; ожидается целое число от 0 до 3"),
        ("answers: {collecting: {sourses: 1}}\n",
         "неизвестный вопрос «sourses»; ожидается одно из: sources, regularity"),
        ("answers: {collectin: {sources: 1}}\n", "неизвестный шаг «collectin»"),
        ("answers:\n  collecting: {sources: 1}\n",
         "нет ответов на вопросы: «regularity» шага «collecting», «analysis» шага «planning», «decisions» "
         "шага «planning», «execution» шага «acting», "),
        ("answers: {collecting: {sources: да}}\n",
         "неверное значение ключа «sources» «да»; ожидается целое число"),
        ("answers: {collecting: {sources: true}}\n", "неверное значение ключа «sources»"),
        ("", "нет обязательного ключа «answers»"),
    ],
)  # fmt: skip
def test_faulty_answers_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "maturity.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_answers(path, QUESTIONNAIRE)
    assert message in str(caught.value)


def test_an_empty_blank_is_not_level_zero(tmp_path: Path) -> None:
    path = tmp_path / "maturity.yaml"
    path.write_text(blank_answers(QUESTIONNAIRE), "utf-8")
    with pytest.raises(InputError, match="у ключа «sources» нет значения"):
        read_answers(path, QUESTIONNAIRE)


def test_a_questionnaire_has_all_five_steps(tmp_path: Path) -> None:
    path = tmp_path / "questionnaire.yaml"
    path.write_text("name: Мой\nlevels: [а, б, в, г]\nsteps: {}\n", "utf-8")
    with pytest.raises(InputError, match="нет шага «collecting»"):
        read_questionnaire(path)
