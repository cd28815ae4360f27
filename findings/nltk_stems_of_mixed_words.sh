#!/bin/sh
# nltk 3.10.4: the Russian stemmer turns Latin letters of a mixed word into Cyrillic ones
#
# One would guess: a stem is the beginning of the word, perhaps with another ending; Snowball's own package
# (snowballstemmer) does so, and a word of Latin letters alone comes back untouched from NLTK too.
# What happens: NLTK spells a Cyrillic word in Latin letters, stems that, and spells it back. The Latin half of «IT-отдел»,
# «pdf-файл» or «excel-таблицы» is spelt back with it: «ит-отдел», «пдф-файл», and «еxcел-таблиц» with the x and the c left
# Latin, a word that no keyboard writes and no search finds. «email-ом» loses its own l: «емаил-».
# Why it matters: customers speak of IT, CRM, pdf and API all the time. Their stems in a list of topics or a chart are
# not theirs, and lookups in the text by such a stem find nothing, while `excel` alone is counted as another word.
# How otzvuk avoids it: lemmas come from a dictionary (language/lemmas.py); Latin pieces stay as they are.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check nltk==3.10.4 snowballstemmer==3.1.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import snowballstemmer
from nltk.stem.snowball import SnowballStemmer

seen = {
    "it-отдел": "ит-отдел",
    "pdf-файлов": "пдф-файл",
    "api-шлюзом": "апи-шлюз",
    "crm-система": "cрм-систем",
    "excel-таблицы": "еxcел-таблиц",
    "email-ом": "емаил-",
}
nltk, snowball = SnowballStemmer("russian"), snowballstemmer.stemmer("russian")
print("nltk", version("nltk"), "snowballstemmer", version("snowballstemmer"))
for word, stem in seen.items():
    latin = word.partition("-")[0]
    print(word, "-> nltk:", nltk.stem(word), "snowballstemmer:", snowball.stemWord(word), "alone:", nltk.stem(latin))
    assert nltk.stem(word) == stem, (word, nltk.stem(word))
    assert nltk.stem(latin) == latin, latin
    assert snowball.stemWord(word).startswith(latin + "-"), word
PY
