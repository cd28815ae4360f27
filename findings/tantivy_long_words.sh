#!/bin/sh
# tantivy 0.27.0: Russian words of twenty letters and more are not in the index, nor missed in the query
#
# One would guess: a full-text index holds every word; `ru_stem`, made for Russian, does so the more. What leaves out
# lines of Base64 («longer than 40») does not reach words of a language.
# What happens: the limit of `default`, `ru_stem` and `en_stem` counts bytes, two for a Cyrillic letter. A word of 20
# letters is dropped, one of 19 is kept; Latin ones are kept to 39. The query drops it as well, so that nothing is
# found and nothing said; beside other words («конкурентоспособность цен») it counts as if nobody had asked for it.
# Why it matters: nominal style is full of them: конкурентоспособность, неудовлетворительный, клиентоориентированность.
# «Nobody speaks of it» is then a result. How otzvuk avoids it: its own search over lemmas (numbers/search), which
# cuts nothing.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check tantivy==0.27.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import tantivy

SAID = [
    "У них низкая производительность",  # 18 letters
    "Конкурентоспособность цен пропала",  # 21
    "Состояние складов неудовлетворительное",  # 20
    "Клиентоориентированность только на словах",  # 24
    "Цен никто не понимает",
]


def found(index: tantivy.Index, query: str) -> list[str]:
    searcher = index.searcher()
    hits = searcher.search(index.parse_query(query, ["text"], conjunction_by_default=True), 10).hits
    return sorted(searcher.doc(address)["text"][0].split()[0] for _, address in hits)


print("tantivy", version("tantivy"))
for tokenizer in ("default", "ru_stem", "en_stem"):
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=True, tokenizer_name=tokenizer)
    index = tantivy.Index(builder.build())
    writer = index.writer(heap_size=15_000_000, num_threads=1)
    for text in [*SAID, "x" * 19, "x" * 39, "ы" * 19, "ы" * 20]:
        writer.add_document(tantivy.Document(text=text))
    writer.commit()
    index.reload()
    seen = {
        query: found(index, query)
        for query in (
            "производительность",
            "конкурентоспособность",
            "неудовлетворительное",
            "клиентоориентированность",
            "конкурентоспособность цен",
        )
    }
    print(tokenizer, seen)
    assert seen == {
        "производительность": ["У"],
        "конкурентоспособность": [],
        "неудовлетворительное": [],
        "клиентоориентированность": [],
        "конкурентоспособность цен": ["Конкурентоспособность", "Цен"],  # also where only prices are spoken of
    }, tokenizer
    assert [len(found(index, word)) for word in ("x" * 39, "ы" * 19, "ы" * 20)] == [1, 1, 0], tokenizer
PY
