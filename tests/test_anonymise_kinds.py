"""Kinds of names that were once left in the clear, and ordinary words that look like them."""

from pathlib import Path

import pytest

from marked_names import Line, replaced, study_of
from otzvuk.anonymise import NameKind, find_names, read_found, write_found
from otzvuk.model.interview import Interview, Participant, Turn
from otzvuk.model.study import Settings, Study
from studies import small_codebook


def shown(text: str) -> str:
    """The sentence with what is hidden in brackets."""
    small = text == text.lower()
    (found,) = replaced([Line(text, ())], small=small, each_alone=True)
    for start, stop, _ in reversed(found):
        text = f"{text[:start]}[{text[start:stop]}]{text[stop:]}"
    return text


@pytest.mark.parametrize(
    "marked",
    [
        "[Тараканов] обещал приехать с образцами.",
        "[Луговской] вёл этот договор с самого начала.",
        "[Галушко-Бергер] отказалась ставить подпись.",
        "[Шмель] из отдела закупок всё посчитал.",
        "[Мягких] согласовала отсрочку за день.",
        "[Вера], а где накладная?",
        "[Слава] на больничном.",
        "Бухгалтер [Вера] ушла в отпуск.",
        "МЫ ПИСАЛИ [ИВАНОВОЙ ЕЛЕНЕ], ОНА НЕ ОТВЕТИЛА.",
        "а [шмель] говорит ждите до пятницы",
        "мы с [соболем] договорились на словах",
        "начальник цеха [роман] разрешил въезд",
        "подписал [жук п с] по доверенности",
        "[бекзат] обещал к понедельнику",
    ],
)
def test_people(marked: str) -> None:
    assert shown(marked.replace("[", "").replace("]", "")) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Приёмная [2-14-88], факс [2-14-89], спросите секретаря.",
        "Тел. [345-67-12], доб. [4].",
        "Наберите внутренний [триста два].",
        "городской [тридцать пять сорок шесть восемнадцать]",
        "Мой ник в телеге [@vasya_kran].",
        "Канал [t.me/kranovshik], подпишитесь.",
        "почта [sales точка два собака фирма точка ру]",
        "Карта [5536 9137 0000 1234], имя не помню.",
        "СНИЛС [001-002-003 45].",
        "договор номер [семьдесят семь дробь двадцать один] подписали",
        "машина [в семьсот семьдесят семь о эр] стоит",
        "Приезжайте на [Лесную, 22], это за мостом.",
        "Наш склад: [ул. Мира, д. 14, стр. 2].",
        "приезжайте на [лесную двадцать два] это за мостом",
    ],
)
def test_identifiers(marked: str) -> None:
    assert shown(marked.replace("[", "").replace("]", "")) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "С «[Газпром бурением]» судились.",
        "Брали в [Металл Союзе], там дешевле.",
        "[Спецгидромаш] прислал не те уплотнения.",
        "через [вест логистик] довезли за день",
        "тк [скорый груз] потеряла коробку",
        "до [великих лук] сутки",
    ],
)
def test_companies_and_places(marked: str) -> None:
    assert shown(marked.replace("[", "").replace("]", "")) == marked


@pytest.mark.parametrize(
    "text",
    [
        "Вера в них у меня была, теперь нет.",
        "Надежда умирает последней, как говорится.",
        "Жук точит поддоны, дерево сырое.",
        "Мягких условий никто не обещал.",
        "Пёс Тузик охраняет лучше сторожа.",
        "Собаку у проходной зовут Белка, добрая.",
        "Вектор движения верный.",
        "Только не потеряйте, как в прошлый раз. Шутка. Хотя и правда потеряли.",
        "Вот, собственно, и всё.",
        "Артикул 33-45-12 не бьётся.",
        "С 12-05-23 по 14-05-23 стояли.",
        "По договору тридцать дней отсрочки.",
        "Телефон за двадцать тысяч разбили.",
        "ОПЛАТА ПРОШЛА, ТОВАРА НЕТ.",
        "кузнецов набирают печь новая",
        "огурцов дала банку",
        "роза ветров неудачная",
        "каждый пятый с браком",
        "сто двадцать тонн в месяц берём",
        "металлопрокат подорожал",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert shown(text) == text


def test_a_name_seen_anywhere_is_hidden_everywhere() -> None:
    first = "Нас ведёт Вадим Гребешков, он вежливый."
    names = find_names(study_of([first, "Снова гребешков перепутал счета."], small=False), extra=())
    label = names.hide_turn("s000", 1).replacements[0].text
    assert names.hide_turn("s001", 1).text == f"Снова {label} перепутал счета."


def test_the_supplier_in_two_words_is_the_supplier() -> None:
    names = find_names(study_of(["В «Инжтех Проме» сменился директор."], small=False), extra=())
    assert names.hide_turn("s000", 1).text == "В «[поставщик]» сменился директор."


def with_companies(*companies: str) -> Study:
    return Study(
        Path("нет"),
        Settings(),
        small_codebook(),
        tuple(
            Interview(f"i{at}", f"i{at}.txt", (Turn("А", "Да."),), {"А": Participant("А", company=company)})
            for at, company in enumerate(companies, 1)
        ),
    )


def test_companies_keep_their_labels_when_rows_come(tmp_path: Path) -> None:
    first = find_names(with_companies("ООО «Пеликан»", "АО «Туесок»"), extra=())
    write_found(first.found, tmp_path / "names_found.csv")
    earlier = read_found(tmp_path / "names_found.csv")
    again = find_names(with_companies("ЗАО «Новая»", "Пеликан", "АО «Туесок»"), extra=(), earlier=earlier)
    assert [again.company(name) for name in ("Пеликан", "АО «Туесок»", "ЗАО «Новая»")] == [
        first.company("ООО «Пеликан»"),
        first.company("АО «Туесок»"),
        "[компания 3]",
    ]


def test_the_doubtful_come_first_and_say_why(tmp_path: Path) -> None:
    texts = ["Звонила Марина Котова.", "Волк обещал позвонить.", "Пришла Ольга Котова."]
    found = find_names(study_of(texts, small=False), extra=()).found
    path = write_found(found, tmp_path / "names_found.csv")
    rows = path.read_text("utf-8-sig").splitlines()
    assert rows[0].endswith(";doubt")
    doubts = {each.context: each.doubt for each in read_found(path)} and {
        form: each.doubt for each in found for form in each.forms
    }
    assert doubts["Волк"] == "обычное слово: имя ли это?"
    assert doubts["Марина Котова"].startswith("похоже на [сотрудник")
    assert [bool(row.rsplit(";", 1)[1]) for row in rows[1:4]] == [True, True, True]


def test_a_city_that_is_no_word_besides_is_not_doubted() -> None:
    texts = ["Машина шла в Чебоксары через Казань.", "Склад в Тюмени."]
    found = find_names(study_of(texts, small=False), extra=()).found
    assert [each.doubt for each in found if each.kind is NameKind.PLACE] == ["", "", ""]
