"""Faults of YAML files are named with line and column."""

from pathlib import Path

import pytest

from otzvuk.model.bundled import bundled
from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.compiled import compiled
from otzvuk.model.errors import InputError
from otzvuk.model.study import Guide, Settings
from otzvuk.model.yamlfile import parse_yaml, plain, read_yaml

BOOK = """\
name: мой
themes: {quality: Качество}
stages: {usage: Применение}
processes:
  production: {label: Производство, stage: usage}
codes:
  quality.defects:
    label: Брак
    process: production
"""


def fault(tmp_path: Path, text: str) -> str:
    path = tmp_path / "книга.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_yaml(path, Codebook)
    message = str(caught.value)
    assert "книга.yaml" in message
    assert "\n" not in message
    return message


def test_a_sound_codebook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, "utf-8")
    book = read_codebook("book.yaml", beside=tmp_path)
    assert book.process_of("quality.defects") == "production"
    assert book.stage_of("production") == "usage"
    assert book.label("quality.defects") == "Брак"
    assert book.label("нет такого") == "нет такого"


def test_an_unknown_process_names_place_value_and_hope(tmp_path: Path) -> None:
    message = fault(tmp_path, BOOK.replace("process: production", "process: prodaction"))
    assert "строка 9, столбец 14" in message
    assert "«prodaction»" in message
    assert "«production»" in message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("stage: usage}", "stage: use}", ("строка 5", "неизвестный этап «use»", "usage")),
        ("quality.defects:", "qality.defects:", ("строка 7", "неизвестная тема")),
        ("    label: Брак", "    lable: Брак", ("строка 8", "неизвестный ключ «lable»")),
        ("    label: Брак\n", "", ("нет обязательного ключа «label»",)),
        ("name: мой", "name: [мой]", ("строка 1", "«name»", "текст")),
        ("stages: {usage", "stages: {usage: [", ("это не YAML; ожидается разметка",)),
        ("name: мой", "name: мой\nname: твой", ("строка 2", "ключ повторяется «name»")),
        (
            "    label: Брак",
            "    patterns: {topic: [брак, брак (]}\n    label: Брак",
            ("строка 8, столбец 30", "«брак (»"),
        ),
    ],
)
def test_each_fault_is_one_sentence(tmp_path: Path, old: str, new: str, words: tuple[str, ...]) -> None:
    message = fault(tmp_path, BOOK.replace(old, new))
    for word in words:
        assert word in message


def test_a_missing_codebook_names_the_bundled_ones() -> None:
    with pytest.raises(InputError, match="b2b"):
        read_codebook("нет-такой")


def test_no_stays_a_word(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text("supplier: no\nwave: 2025\n", "utf-8")
    settings = read_yaml(path, Settings)
    assert (settings.supplier, settings.wave) == ("no", "2025")


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text("", "utf-8")
    assert read_yaml(path, Settings) == Settings()


def test_a_supplier_may_be_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text("supplier:\n  name: Ромашка\n  aliases: [ромашковые]\n", "utf-8")
    settings = read_yaml(path, Settings)
    assert (settings.supplier, settings.aliases) == ("Ромашка", ("ромашковые",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "role_weights: {director: 2}\n",
            "неизвестный ключ в «role_weights» «director»; ожидается одно из: economic, ",
        ),
        ("headline: {p_top3: 80}\n", "«p_top3» «80»; ожидается число не больше 1"),
        ("damage_cap:\n", "у ключа «damage_cap» нет значения; ожидается целое число"),
        ("damage_cap: 0\n", "«damage_cap» «0»; ожидается число не меньше 1"),
    ],
)
def test_a_fault_speaks_no_language_of_the_checker(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_yaml(path, Settings)
    assert str(caught.value).endswith(words) or words + "technical, user" in str(caught.value)


def test_a_fault_in_a_question_of_the_guide_names_the_list_of_questions(tmp_path: Path) -> None:
    path = tmp_path / "guide.yaml"
    path.write_text("blocks:\n- title: Сроки\n  questions:\n  - text: Когда?\n    code: [x]\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_yaml(path, Guide)
    told = [str(each) for each in (caught.value, *caught.value.others)]
    (only,) = told
    assert (
        "неизвестный ключ «code»; ожидается один из ключей: text, codes, processes; вы имели в виду «codes»?"
        in only
    )


def test_weights_that_are_no_weights_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text("role_weights: {economic: -1}\n", "utf-8")
    with pytest.raises(InputError, match=r"строка 1.*неотрицательные"):
        read_yaml(path, Settings)


class TestCompiled:
    def test_every_shipped_file_is_compiled_as_it_stands(self) -> None:
        files = sorted(bundled("models").rglob("*.yaml"))
        assert files
        for path in files:
            text = path.read_text("utf-8")
            assert compiled(text) == plain(parse_yaml(text, path)), f"{path.name}: run `make compiled`"

    def test_an_edited_copy_is_read_as_it_is(self, tmp_path: Path) -> None:
        text = bundled("models", "codebooks", "b2b.yaml").read_text("utf-8")
        path = tmp_path / "codebook.yaml"
        path.write_text(text.replace("label: ", "label: Новое имя, ", 1), "utf-8")
        assert "Новое имя" in path.read_text("utf-8")
        assert "Новое имя" in read_yaml(path, Codebook).model_dump_json()

    def test_a_shipped_file_in_a_wrong_place_names_line_and_column(self, tmp_path: Path) -> None:
        path = tmp_path / "codebook.yaml"
        path.write_text(bundled("models", "maturity", "questionnaire.yaml").read_text("utf-8"), "utf-8")
        with pytest.raises(InputError, match=r"строка \d+, столбец \d+"):
            read_yaml(path, Codebook)
