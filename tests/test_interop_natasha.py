"""natasha: importable in a new environment, the interpreter as it was, its words beside our mentions."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention

if find_spec("natasha") is None:
    pytest.skip("needs the extra natasha", allow_module_level=True)

from otzvuk.interop.natasha import beside, natasha, read

SAID = "Иван Петров из Череповца присылает накладные неделями. Ну да."


def run(code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )


def test_names_in_their_normal_form_lemmas_and_syntax() -> None:
    doc = read(SAID)
    assert [(span.type, span.normal) for span in doc.spans] == [("PER", "Иван Петров"), ("LOC", "Череповец")]
    lemmas = {token.text: (token.lemma, token.rel) for token in doc.tokens}
    assert lemmas["накладные"] == ("накладная", "obj")
    assert [SAID[span.start : span.stop] for span in doc.spans] == [span.text for span in doc.spans]


def test_its_rules_work_too() -> None:
    money = natasha.MoneyExtractor(natasha.MorphVocab())
    assert [found.fact.amount for found in money("заплатили 500 рублей")] == [500]


def test_mentions_with_what_is_in_them() -> None:
    stop = SAID.index(".")
    mention = Mention(1, 0, stop, SAID[:stop], Kind.COMPLAINT, "documents.speed", "document_exchange")
    short = Mention(
        1, stop + 2, stop + 7, SAID[stop + 2 : stop + 7], Kind.PRAISE, "quality.defects", "production"
    )
    mark = Mention(1, stop, stop + 1, ".", Kind.PRAISE, "quality.defects", "production")
    interview = Interview("i1", "i1.txt", (Turn("И", "А бумаги?", interviewer=True), Turn("Р", SAID)))
    full, other, nothing = beside(Coding(interview, (mention, short, mark)))
    assert full.names == (("PER", "Иван Петров"), ("LOC", "Череповец"))
    assert (full.head, full.subject, full.object) == ("присылать", "иван", "накладная")
    assert (other.names, other.head) == ((), "да")
    assert (nothing.mention, nothing.names, nothing.head) == (mark, (), "")


def test_nothing_of_the_interpreter_is_changed() -> None:
    done = run(
        "import sys, pymorphy3; from pymorphy3.units.base import BaseAnalyzerUnit as unit; "
        "before = unit.__dict__['_get_param_names']; "
        "mine = sys.modules['pymorphy2'] = type(sys)('pymorphy2'); "
        "from otzvuk.interop.natasha import natasha; "
        "assert sys.modules['pymorphy2'] is mine; del sys.modules['pymorphy2']; "
        "assert not [name for name in sys.modules if name.startswith('pymorphy2')]; "
        "assert unit.__dict__['_get_param_names'] is before; "
        "import natasha as usual; assert usual is natasha; "
        "print(natasha.MorphVocab().parse('рублями')[0].normal)"
    )
    assert done.stdout == "рубль\n", done.stderr


def test_a_natasha_that_somebody_has_imported_before_stays_theirs() -> None:
    done = run(
        "import natasha as theirs, sys; "
        "from otzvuk.interop.natasha import natasha, read, load; "
        "assert sys.modules['natasha'] is theirs is not natasha; "
        "assert sys.modules['yargy'].__name__ == 'yargy'; "
        "assert load() is not theirs; "
        "print(natasha.NamesExtractor(natasha.MorphVocab())('Иван Петров').__class__.__name__, "
        "read('В Череповце').spans[0].normal)"
    )
    assert done.stdout == "generator Череповец\n", done.stderr


@pytest.mark.parametrize("missing", ["natasha", "yargy"])
def test_without_it_or_a_part_of_it_the_command_to_install_it_is_said(missing: str) -> None:
    done = run(
        "import sys, importlib.abc\n"
        "class Hidden(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {missing!r}:\n"
        "            raise ModuleNotFoundError(name, name=name)\n"
        "sys.meta_path.insert(0, Hidden())\n"
        "import otzvuk.interop.natasha\n"
    )
    assert "pip install 'otzvuk[natasha]'" in done.stderr.strip().splitlines()[-1], done.stderr
