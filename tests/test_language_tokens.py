import pytest

from otzvuk.language.tokens import is_word, normal, spans


@pytest.mark.parametrize(
    "expected",
    [
        "Лист| |пришёл|,| |кромка| |—| |нет|.",
        "кто-то| |по-моему| |всё-таки| |э-э| |м-м-м",
        "слово|—|слово| |слово|–|слово",
        "1С| |2-й| |3,5| |10:30| |24/7| |31.12.2024| |100|%| |B2B| |ГОСТ| |8240-97",
        "что|…| |как|?!| |нет|...| |да|!!!",
        "д’Артаньян| |O'Нил",
        "до\u00adговор| |опаз\u200bдывают| |зака\u0301з| |и\u0306",
        "«|слово|»| |(|слово|)| |№| |5",
        "т|.|е|.| |и| |т|.|д|.",
        "😀| |♥",
    ],
)
def test_cuts(expected: str) -> None:
    text, wanted, at = expected.replace("|", ""), [], 0
    for piece in expected.split("|"):
        if piece.strip():
            wanted.append((at, at + len(piece), piece))
        at += len(piece)
    assert spans(text) == wanted


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("до\u00adговор", "договор"),
        ("опаз\u200bдывают", "опаздывают"),
        ("зака\u0301з", "заказ"),
        ("каче\u0301ство\ufeff", "качество"),
        ("и\u0306", "й"),
        ("cрoки", "сроки"),
        ("CРОКИ", "СРОКИ"),
        ("кто\u2011то", "кто-то"),
        ("IT-отдел", "IT-отдел"),
        ("iPhoneы", "iPhoneы"),
        ("CRM", "CRM"),
    ],
)
def test_normal_is_what_was_meant(written: str, meant: str) -> None:
    assert normal(written) == meant


def test_words_and_marks() -> None:
    assert all(map(is_word, ["слово", "1С", "25", "э-э", "CRM"]))
    assert not any(map(is_word, [",", "…", "—", "%", "😀"]))
