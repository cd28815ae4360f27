#!/bin/sh
# spaCy 3.8.18: two spans at one place share their `span._`: the second code's values overwrite the first's
#
# One would guess: `doc.spans` is there for overlapping and equal spans, so that «цена и срок не те» can be both
# `price` and `terms`, each with its own `span._.confidence`.
# What happens: extension attributes are kept in `doc.user_data` by name, start and end, without the label, the id or
# the group. What is set on one span is read from every span of these borders, in every group, and from `doc.ents`.
# Why it matters: two codes for one stretch is the usual case in qualitative coding. The last one's confidence, process or
# coder is that of both, and a table made of `span._` counts it twice. No warning; a single code works as expected.
# How otzvuk avoids it: interop/spacy/marks.py keeps what is known of a mention by the span's id and answers `span._`
# by getters.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check spacy==3.8.18 numpy==2.4.6
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import spacy
from spacy.tokens import Span

Span.set_extension("confidence", default=None)
doc = spacy.blank("ru")("Цена и срок не те")
doc.spans["codes"] = [Span(doc, 0, 5, "price", span_id="1"), Span(doc, 0, 5, "terms", span_id="2")]
doc.spans["others"] = [Span(doc, 0, 5, "theirs")]
price, terms = doc.spans["codes"]
price._.confidence = 0.9
terms._.confidence = 0.2
print([(span.label_, span.id_, span._.confidence) for span in doc.spans["codes"]])
print([(span.label_, span._.confidence) for span in doc.spans["others"]])
assert price != terms
assert [span._.confidence for span in doc.spans["codes"]] == [0.2, 0.2]
assert [span._.confidence for span in doc.spans["others"]] == [0.2]
PY
