"""Names of a study: found, given stable placeholders, hidden in turns, quotes and free text."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from otzvuk.anonymise import (
    COLUMNS,
    Names,
    find_names,
    read_found,
    read_user_list,
    write_found,
)
from otzvuk.anonymise.contact import contacts
from otzvuk.anonymise.mentioned import surnames_of
from otzvuk.anonymise.spot import spot
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Participant, Turn
from otzvuk.model.study import Settings, Study
from studies import small_codebook

CASED = "Мы работаем по ГОСТ и с НДС, а ещё с РФ."  # how the transcript writes: with capitals


def study(*turns: str, path: Path = Path("нет такой папки"), before: str = CASED) -> Study:
    """Interviews of one answer each; the supplier is «Инжтехпром», the first client «Ромашка»."""
    firms = ["ООО «Ромашка»", "АО «Вектор-Агро»", "Завод «Северный ключ»"]
    people = ["Белова Ирина Юрьевна", "Спикер 2", "Спикер 3"]
    return Study(
        path,
        Settings(supplier="Инжтехпром", aliases=("ИТП",)),
        small_codebook(),
        tuple(
            Interview(
                f"i{at + 1}",
                f"i{at + 1}.txt",
                (Turn("Интервьюер", before, interviewer=True), Turn(people[at % 3], text)),
                {people[at % 3]: Participant(people[at % 3], company=firms[at % 3])},
            )
            for at, text in enumerate(turns)
        ),
    )


def answers(*turns: str, before: str = CASED) -> list[str]:
    names = find_names(study(*turns, before=before))
    return [names.hide_turn(f"i{at + 1}", 1).text for at in range(len(turns))]


def test_forms_and_diminutives_of_one_name_get_one_placeholder() -> None:
    (text,) = answers(
        "Нас ведёт Сергей Петрович. Звоню Серёге, Сергея Петровича нет, говорят: Петрович уехал. "
        "А Марина Котова, наша Маринка, ждёт. Котовой я верю."
    )
    assert text == (
        "Нас ведёт [сотрудник 1]. Звоню [сотрудник 1], [сотрудник 1] нет, говорят: [сотрудник 1] уехал. "
        "А [сотрудник 2], наша [сотрудник 2], ждёт. [сотрудник 2] я верю."
    )


def test_speech_recognition_in_small_letters() -> None:
    (text,) = answers(
        "ну иваныч звонил марине петровне а она говорит в ромашке заказывали и у инжтехпрома в челябинске",
        before="ну мы работаем давно и всё хорошо",
    )
    assert text == (
        "ну [сотрудник 1] звонил [сотрудник 2] а она говорит в [компания 1] заказывали "
        "и у [поставщик] в [город 1]"
    )


@pytest.mark.parametrize(
    "text",
    [
        "вера у меня пропала и надежда только на новый склад",
        "тема доставки больная по этой теме поле в накладной пустое",
        "жене сказал что любой том документов толщиной с кирпич",
        "кости перемыли всем в свете событий роман закончился",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert answers(text, before="ну мы работаем давно и всё хорошо") == [text]
    assert answers(f"А {text}.") == [f"А {text}."]


def test_own_names_by_their_role() -> None:
    texts = answers(
        "Я Ирина Юрьевна Белова. Инжтехпром и ИТП нам ближе, чем «Северный ключ».",
        "Спросите в «Ромашке» Белову, в Вектор-Агро не знают.",
        "ООО «Пеликан» дешевле, но Пеликану мы не верим.",
    )
    assert texts[0] == "Я [респондент 1]. [поставщик] и [поставщик] нам ближе, чем «[компания 3]»."
    assert texts[1] == "Спросите в «[компания 1]» [респондент 1], в [компания 2] не знают."
    assert texts[2] == "ООО «[организация 1]» дешевле, но [организация 1] мы не верим."


def test_namesakes_are_not_thrown_together() -> None:
    names = find_names(study("Пишу Анне Сергеевне и Анне Игоревне, обе Анны молчат.", "Анна Львовна у нас."))
    placeholders = {names.mapping[form] for form in ("Анне Сергеевне", "Анне Игоревне", "Анна Львовна")}
    assert len(placeholders) == 3


def test_initials_of_the_table_are_enough() -> None:
    one = Interview(
        "i1",
        "i1.txt",
        (Turn("Интервьюер", "Вера Павловна, это по ГОСТ?", interviewer=True), Turn("Стужина В. П.", "Да.")),
        {"Стужина В. П.": Participant("Стужина В. П.", company="ООО «Ромашка»")},
    )
    names = find_names(Study(Path("нет"), Settings(), small_codebook(), (one,)))
    assert names.hide_turn("i1", 0).text == "[респондент 1], это по ГОСТ?"


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("Крот Геннадий Семёнович, директор.", "[респондент 1], директор."),
        ("Крот. Директор я.", "[респондент 1]. Директор я."),
        ("Это Крот вам говорит, пишите Кроту.", "Это [респондент 1] вам говорит, пишите [респондент 1]."),
        ("КРОТ Я, ДИРЕКТОР.", "[респондент 1] Я, ДИРЕКТОР."),
        ("Под складом крот и его кроты.", "Под складом крот и его кроты."),
    ],
)
def test_a_surname_of_the_table_is_hidden_though_it_is_a_word_too(said: str, hidden: str) -> None:
    one = Interview(
        "i1",
        "i1.txt",
        (Turn("Интервьюер", "Представьтесь, это по ГОСТ.", interviewer=True), Turn("Геннадий Крот", said)),
        {"Геннадий Крот": Participant("Геннадий Крот", company="ООО «Ромашка»")},
    )
    names = find_names(Study(Path("нет"), Settings(), small_codebook(), (one,)))
    assert names.hide_turn("i1", 1).text == hidden


def test_what_a_label_says_beside_a_given_name_is_no_surname_if_it_is_a_trade() -> None:
    assert surnames_of(["Анна Кладовщица", "Начальник Склада", "Спикер 2", "Павел"]) == frozenset()


def test_numbers_and_addresses() -> None:
    (text,) = answers(
        "Пишите на ivan@romashka.ru, тел. 8 (912) 345-67-89, ИНН 7707083893, договор № 15/23 от марта, "
        "машина о123ке77. Заказали 1250 тонн за 12.03.2024 по 45 000 рублей."
    )
    assert text == (
        "Пишите на [почта], тел. [телефон], ИНН [реквизит], договор № [номер документа] от марта, "
        "машина [номер машины]. Заказали 1250 тонн за 12.03.2024 по 45 000 рублей."
    )


def test_plain_figures_are_no_contacts() -> None:
    for text in ("в 2023 и 2024 году по 100 200 300 штук", "с 10:30 до 12:45, 3,5 %", "1000000 рублей"):
        assert not list(contacts(text))


def test_hides_parts_of_turns_quotes_and_free_text_alike() -> None:
    names = find_names(study("Ну вот, Марина Петровна из «Ромашки» сказала, что Марина Петровна устала."))
    text = "Марина Петровна устала"
    assert names.hide("i1", 1, text, start=46).text == "[сотрудник 1] устала"
    assert names.hide("i1", 1, "Петровна из «Ромашки»").text == "[сотрудник 1] из «[компания 1]»"
    assert names.hide("i1", 1, "Марина Петровна […] устала").text == "[сотрудник 1] […] устала"
    assert names.hide_text("Марина Петровна ждёт звонка на +7 912 345-67-89").text == (
        "[сотрудник 1] ждёт звонка на [телефон]"
    )
    assert names.hide_text("Приходил Аристарх Иванович").text == "Приходил [сотрудник]"
    assert (
        names.hide_text("Были в ООО «Вектор-Плюс», г. Саранск").text == "Были в ООО [организация], г. [город]"
    )
    assert names.speaker("i1", "Белова Ирина Юрьевна") == "[респондент 1]"
    assert names.company("ООО «Ромашка»") == "[компания 1]"


def test_placeholders_keep_their_numbers_when_interviews_come(tmp_path: Path) -> None:
    first = find_names(study("Зоя Карповна и Глеб Ильич приезжали в Тверь."))
    write_found(first.found, tmp_path / "names_found.csv")
    earlier = read_found(tmp_path / "names_found.csv")
    more = study("Глеб Ильич и Нина Фёдоровна были. Зоя Карповна тоже, из Твери.")
    again = find_names(more, earlier=earlier).mapping
    assert again["Глеб Ильич"] == first.mapping["Глеб Ильич"] == "[сотрудник 2]"
    assert again["Зоя Карповна"] == "[сотрудник 1]"
    assert again["Нина Фёдоровна"] == "[сотрудник 3]"


def test_mapping_file_returns_what_was_written(tmp_path: Path) -> None:
    found = find_names(study("Марина Котова ждёт на +7 912 345-67-89, Котовой не дозвониться.")).found
    path = write_found(found, tmp_path / "names_found.csv")
    assert [(each.kind, each.placeholder, dict(each.forms)) for each in read_found(path)] == [
        (each.kind, each.placeholder, dict(each.forms)) for each in found
    ]
    assert ";+7" not in path.read_text("utf-8-sig")  # Excel would reckon
    assert not list(tmp_path.glob(".*"))
    assert read_found(tmp_path / "нет.csv") == ()


def test_user_adds_and_forbids(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(
        "text;placeholder\nБелый кит;[продукт 1]\nМарина;-\nКарат;марка\n", "utf-8"
    )
    names = find_names(study("Марину ждём, Белого кита берём, и Карат тоже.", path=tmp_path))
    assert names.hide_turn("i1", 1).text == "Марину ждём, [продукт 1] берём, и [марка] тоже."
    assert names.hide_text("Марина и Карат").text == "Марина и [марка]"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("имя;что\nА;Б\n", "нет столбца «placeholder»"),
        ("text;placeholder\nМарина;\n", "names.csv, строка 2: нет замены «Марина»"),
        (
            "text;placeholder\nМарина;а\nмарину;б\n",
            "строка 3: имя уже есть с другой заменой «марину»; ожидается [а]",
        ),
    ],
)
def test_faults_of_the_users_list_are_told(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "names.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as fault:
        read_user_list(path)
    assert told in str(fault.value)


def test_unknown_kind_in_the_mapping_is_told(tmp_path: Path) -> None:
    path = tmp_path / "names_found.csv"
    path.write_text("kind;placeholder;forms\nкто;[а];Б (1)\n", "utf-8")
    with pytest.raises(InputError, match="неизвестный вид имени «кто»"):
        read_found(path)


def test_review_table_has_its_columns() -> None:
    frame = find_names(study("Марина Котова звонила, потом Котова писала.")).frame()
    assert list(frame.columns) == list(COLUMNS)
    row = frame[frame["placeholder"] == "[сотрудник 1]"].iloc[0]
    assert (row["count"], row["forms"]) == (2, "Котова (1) | Марина Котова (1)")
    assert isinstance(find_names(study()).frame(), pd.DataFrame)


def test_same_study_same_answer() -> None:
    def once() -> Names:
        return find_names(study("Пётр и Глеб из Перми ждут Зою.", "Глеб у «Пеликана», Зоя в Твери."))

    assert once().found == once().found


def test_strange_text_does_no_harm() -> None:
    for text in (
        "",
        "   ",
        "<script>alert(1)</script>",
        "=HYPERLINK(1)",
        "\u202eанищраМ",
        "😀 😀",
        "слово " * 500,
        "-",
        "«»",
        "А. Б. В.",
    ):
        names = find_names(study(text))
        assert names.hide_turn("i1", 1).original == text


@pytest.mark.parametrize(
    "marked",
    [
        "А у них [Иван Петров] и [Мария Сидорова] всё решают.",
        "Письмо от [А. Б. Крючкова] пришло в [Тверь].",
        "Министр [Сергей Лавров] был в [Казани], а не в Турции.",
    ],
)
def test_names_are_found_to_the_letter(marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    (found,) = spot([text])
    for span in reversed(found):
        text = f"{text[: span.start]}[{text[span.start : span.stop]}]{text[span.stop :]}"
    assert text == marked


def test_a_rival_that_study_yaml_names_is_one_firm_however_it_is_written() -> None:
    said = study(
        "У Стальпрома Восток сроки лучше.",
        "Сравниваем со «Стальпром Восток», а Восток мы и сами видели.",
        "стальпром восток дешевле",
    )
    rivals = replace(
        said, settings=said.settings.model_copy(update={"rivals": ("Стальпром Восток", "Регул")})
    )
    names = find_names(rivals)
    assert [names.hide_turn(f"i{at}", 1).text for at in (1, 2, 3)] == [
        "У [организация 1] сроки лучше.",
        "Сравниваем со «[организация 1]», а Восток мы и сами видели.",
        "[организация 1] дешевле",
    ]
    assert names.hide_text("Стальпром Восток и Регул").text == "[организация 1] и [организация]"


def test_a_part_of_a_firms_name_that_is_a_word_stays_one() -> None:
    said = study(
        "Бетон, арматура, опалубка — всё вожу я. Опор у нас восемь.",
        "бетон дорожает, опоры кривые",
        "Вот у «Опоры-Про» дешевле, а Опору-Про хвалят. Но Бетон нас не слышит.",
    )
    people = {"Р": Participant("Р", company="ООО «Бетон-Сити»")}
    interviews = tuple(replace(each, participants=people) for each in said.interviews)
    settings = said.settings.model_copy(update={"rivals": ("Опора-Про",)})
    names = find_names(replace(said, interviews=interviews, settings=settings))
    assert [names.hide_turn(f"i{at}", 1).text for at in (1, 2, 3)] == [
        "Бетон, арматура, опалубка — всё вожу я. Опор у нас восемь.",
        "бетон дорожает, опоры кривые",
        "Вот у «[организация 1]» дешевле, а [организация 1] хвалят. Но [компания 1] нас не слышит.",
    ]


def test_a_word_that_two_rivals_share_tells_neither() -> None:
    said = study("Стальпром Восток ближе, Стальпром Юг дешевле.")
    rivals = ("Стальпром Восток", "Стальпром Юг")
    names = find_names(replace(said, settings=said.settings.model_copy(update={"rivals": rivals})))
    assert names.hide_turn("i1", 1).text == "[организация 1] ближе, [организация 2] дешевле."


def test_a_firm_whose_instrumental_looks_like_a_house_is_one_firm() -> None:
    said = study("С Аквафидом пробовали, у Аквафида дороже, к Аквафиду не вернёмся.")
    names = find_names(replace(said, settings=said.settings.model_copy(update={"rivals": ("Аквафид",)})))
    assert names.hide_turn("i1", 1).text == (
        "С [организация 1] пробовали, у [организация 1] дороже, к [организация 1] не вернёмся."
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Роль «закупщик» (participants.csv, строка 4) понята как economic (Экономический покупатель).",
        "За интервьюера принят «Спикер 2»: вопросы в 93 % его реплик.",
        "В тройке, если считать лишь ошибки разметки: «Доставка» 18 %, «Ценообразование» 3 %.",
    ],
)
def test_what_the_program_itself_quotes_is_nobodys_name(sentence: str) -> None:
    names = find_names(study("Возят вовремя.", "Всё хорошо."))
    assert names.hide_text(sentence).text == sentence


def test_a_firm_in_a_sentence_of_the_program_is_hidden() -> None:
    names = find_names(study("Возят вовремя.", "У «сталькома» дешевле, у «Сталькома» тоже."))
    told = names.hide_text("Слова «у «Ромашки» вовремя» и «Металлинвест», «сталькома» приняты.").text
    assert "Ромашк" not in told
    assert "Металлинвест" not in told
    assert "сталькома" not in told


@pytest.mark.parametrize(
    ("said", "before"),
    [
        ("ОТОЗВАЛИ. ЮРИСТ У НИХ НОРМАЛЬНЫЙ ОКАЗАЛСЯ.", CASED),
        ("претензии мы поставщику перевыставили пока молчат", "расскажите как у вас"),
    ],
)
def test_a_verb_is_no_firm(said: str, before: str) -> None:
    assert answers(said, before=before) == [said]
