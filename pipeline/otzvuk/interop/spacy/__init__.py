"""spaCy: mentions in a pipeline, our tokens in it, and a coding as `Doc`s both ways.

    nlp = spacy.blank("ru", config={"nlp": {"tokenizer": {"@tokenizers": "otzvuk.Tokenizer.v1"}}})
    nlp.add_pipe("otzvuk_coder", config={"codebook": "b2b"})
    doc = nlp("Накладные идут неделями, звонишь — никто не знает.")
    for span in doc.spans["mentions"]:
        print(span.text, span.label_, span._.process, span._.confidence)

spaCy finds all of it by entry points (pyproject.toml); nothing has to be imported for that.
"""

from otzvuk.model.extra import needed

with needed("для spaCy", extra="spacy"):
    from otzvuk.interop.spacy.corpus import codings, docs, write_docs
    from otzvuk.interop.spacy.marks import SPANS

__all__ = ["SPANS", "codings", "docs", "write_docs"]
