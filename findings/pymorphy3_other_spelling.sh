#!/bin/sh
# pymorphy3 2.0.6: a lemma may be spelt as nobody in the text spelt it, and two spellings of one word may stay two
#
# One would guess: `normal_form` is the nominative of the word that was written, or one spelling for all variants.
# What happens: it is the head of the dictionary's lexeme. Where that lists variants under one head, the lemma has the
# head's letters: «колл-центра» gives «кол-центр», «шоу-рума» «шоурум», «риэлтора» «риелтор», and `inflect` of
# «колл-центр» writes «кол-центра». Where it does not, variants stay apart: «трафик» and «траффик», «нуль» and «ноль».
# Why it matters: what people spell one way is shown to them in another («Темы: кол-центр»), a search for the words
# shown finds nothing in the transcript, and counts by lemma still split one word in two.
# How otzvuk avoids it: lemmas only compare; the form that was said most often is shown (language/spelling.py,
# tests/test_language_spelling.py).
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pymorphy3==2.0.6 pymorphy3-dicts-ru==2.4.417150.4580142
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

from pymorphy3 import MorphAnalyzer

respelt = {"колл-центра": "кол-центр", "шоу-рума": "шоурум", "риэлтора": "риелтор", "блоггера": "блогер"}
apart = {"трафика": "трафик", "траффика": "траффик", "нуля": "нуль", "ноля": "ноль"}
morph = MorphAnalyzer()
print("pymorphy3", version("pymorphy3"), "dictionary", version("pymorphy3-dicts-ru"))
for word, lemma in (respelt | apart).items():
    reading = morph.parse(word)[0]
    print(word, "->", reading.normal_form, "in the dictionary:", reading.is_known)
    assert reading.normal_form == lemma and reading.is_known, word
genitive = morph.parse("колл-центр")[0].inflect({"gent"}).word
print("genitive of колл-центр:", genitive)
assert genitive == "кол-центра", genitive
PY
