"""spaCy: the component, the tokenizer, codings as docs both ways, what `spacy train` makes of an export."""

import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.folder.starter import copy_demo
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention, Trend
from studies import eight_people, make_study, small_codebook
from test_cli_exchange import complaint, done
from test_language_cover import any_text, spans_in

spacy = pytest.importorskip("spacy", reason="needs the extra spacy")
from spacy.tokens import Doc, DocBin, Span  # noqa: E402

from otzvuk.interop.spacy import codings, docs  # noqa: E402
from otzvuk.interop.spacy.coder import CoderPipe  # noqa: E402
from otzvuk.interop.spacy.marks import put  # noqa: E402
from otzvuk.interop.spacy.suggester import create_suggester  # noqa: E402

OURS = {"nlp": {"tokenizer": {"@tokenizers": "otzvuk.Tokenizer.v1"}}}
SAID = (
    "Накладные на отгрузку идут неделями, звонишь — никто не знает. "
    "А упаковка у них отличная, ни разу не порвалось."
)
BOOK = small_codebook()
BLANK = spacy.blank("ru")
PAGE = Path(__file__).parents[1] / "docs" / "more" / "spacy.md"


def pipeline(**config: Any) -> Any:
    nlp = spacy.blank("ru")
    nlp.add_pipe("otzvuk_coder", config={"coder": "fast", **config})
    return nlp


@pytest.fixture(scope="module")
def foreign() -> Any:
    return pipeline()


def places(doc: Any) -> list[tuple[Any, ...]]:
    told = ("process", "trend", "confidence", "decided_by", "why")
    return [
        (span.start_char, span.end_char, span.text, span.label_, *(span._.get(name) for name in told))
        for span in doc.spans["mentions"]
    ]


def test_a_fresh_interpreter_finds_everything_by_entry_points() -> None:
    code = (
        "import spacy; "
        f"nlp = spacy.blank('ru', config={OURS!r}); "
        "nlp.add_pipe('otzvuk_coder', config={'codebook': 'b2b', 'coder': 'fast'}); "
        f"doc = nlp({SAID!r}); "
        "print([(span.label_, span._.process) for span in doc.spans['mentions']])"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "('complaint|documents.speed', 'document_exchange')" in ran.stdout


def test_mentions_are_those_of_the_coder(foreign: Any) -> None:
    doc = foreign(SAID)
    mentions = CoderPipe(coder="fast").code(SAID).mentions
    assert len(mentions) == 2
    assert places(doc) == [
        (m.start, m.stop, m.text, f"{m.kind}|{m.code}", m.process, m.trend, m.confidence, m.decided_by, m.why)
        for m in mentions
    ]
    assert {span.label_ for span in doc.spans["mentions"]} <= set(foreign.get_pipe("otzvuk_coder").labels)


def test_the_question_gives_a_short_answer_its_topic(foreign: Any) -> None:
    doc = foreign.make_doc("Нормально.")
    doc._.question = "Как вам упаковка?"
    labels = [places(each)[0][3] for each in (foreign(doc), foreign("Нормально."))]
    assert labels[0] == "praise|quality.packaging"
    assert labels[1].startswith("praise|")
    assert labels[1] != labels[0]


JOINS = st.sampled_from(["", " ", "  ", "\n", "\u00a0", "...", "…", "!", " 😀 ", "/", "т.д. "])
sayings = st.lists(
    st.tuples(
        st.sampled_from(["накладные идут неделями", "упаковка отличная", "ну да", "цена высокая и т.п."]),
        JOINS,
    ),
    min_size=1,
    max_size=5,
).map(lambda parts: "".join(said + join for said, join in parts))


@settings(deadline=None, max_examples=40)
@given(sayings)
def test_another_tokenizer_before_us_changes_no_offset(text: str) -> None:
    ours, theirs = (made(text) for made in PIPES)
    assert ours.text == theirs.text == text
    assert places(ours) == places(theirs)


class _Pipes:
    """Made at first use, one with our tokenizer and one with spaCy's."""

    def __iter__(self) -> Any:
        if not hasattr(self, "made"):
            ours = spacy.blank("ru", config=OURS)
            ours.add_pipe("otzvuk_coder", config={"coder": "fast"})
            self.made = [ours, pipeline()]
        return iter(self.made)


PIPES = _Pipes()


@given(any_text)
def test_our_tokenizer_keeps_every_code_point(text: str) -> None:
    nlp, _ = PIPES
    doc = nlp.make_doc(text)
    assert doc.text == text
    if len(doc):
        assert doc[0].is_sent_start
        assert all(token.lemma_ for token in doc)


def test_our_tokenizer_brings_lemmas_and_sentences() -> None:
    nlp, _ = PIPES
    doc = nlp.make_doc("Опаздывали с накладными. Потом привезли.")
    assert [sentence.text for sentence in doc.sents] == ["Опаздывали с накладными.", "Потом привезли."]
    assert [token.lemma_ for token in doc][:3] == ["опаздывать", "с", "накладная"]
    assert [each.text for each in nlp.tokenizer.pipe(["а б", ""])] == ["а б", ""]


# --- codings both ways ---


def coded(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Any, Coding]:
    """A study of one answer with a mention at each place."""
    study, _ = make_study()
    turns = (Turn("И", "А что с доставкой?", interviewer=True), Turn("Анна", text))
    interview = Interview("i1", "i1.txt", turns)
    codes = list(BOOK.codes)
    mentions = [
        Mention(1, start, stop, text[start:stop], list(Kind)[at % 3], codes[at], BOOK.process_of(codes[at]),
                Trend.WORSE, 0.25 * (at + 1), "person:анна", f"почему {at}")
        for at, (start, stop) in enumerate(spans)
    ]  # fmt: skip
    mentions.sort(key=lambda m: (m.start, m.stop))
    return replace(study, interviews=(interview,)), Coding(interview, tuple(mentions))


@settings(deadline=None)
@given(st.data(), any_text.filter(str.strip))
def test_a_coding_comes_back_from_docs_as_it_was(data: st.DataObject, text: str) -> None:
    study, coding = coded(text, data.draw(spans_in(text)))
    (doc,) = made = docs(coding)
    assert doc.text == text
    assert doc._.question == "А что с доставкой?"
    told = [(span.start_char, span.end_char, span.text) for span in doc.spans["mentions"]]
    assert told == [(m.start, m.stop, m.text) for m in coding.mentions]
    assert codings(made, study) == (coding,)
    stored = DocBin().from_bytes(DocBin(docs=made, store_user_data=True).to_bytes())
    assert codings(stored.get_docs(BLANK.vocab), study) == (coding,)


def test_a_whole_study_comes_back_in_its_order() -> None:
    study, coded_ = make_study(*eight_people())
    found = [doc for coding in reversed(coded_) for doc in docs(coding)]
    back = codings(found, study)
    assert [each.mentions for each in back] == [each.mentions for each in coded_]
    assert codings(found[:1], study)[0].interview is coded_[-1].interview
    assert len(codings(found[:1], study)) == 1


def test_two_codes_at_one_place_keep_what_is_known_of_each() -> None:
    study, coding = coded("Отгрузка стоит", [(0, 14), (0, 14)])
    (doc,) = docs(coding)
    assert [(span._.why, span._.confidence) for span in doc.spans["mentions"]] == [
        ("почему 0", 0.25),
        ("почему 1", 0.5),
    ]
    first, second = doc.spans["mentions"]
    first._.trend = "better"
    assert [second._.trend, codings([doc], study)[0].mentions[0].trend] == ["worse", Trend.BETTER]


def test_joined_docs_keep_what_is_known_of_each_mention(foreign: Any) -> None:
    one, none, two = (
        foreign(text) for text in (SAID, "Ну да.", "А упаковка у них отличная, ни разу не рвалась.")
    )
    whole = Doc.from_docs([one, none, two])
    told = [told[2:] for doc in (one, two) for told in places(doc)]
    assert [each[2:] for each in places(whole)] == told != []
    again = foreign(Doc(BLANK.vocab, words=["Ну", "да"]))
    put(one, [])
    assert (places(one), places(again)) == ([], [])
    assert not [key for key in one.user_data if key[0] == "._." and key[2] is not None]


def test_spans_of_others_become_mentions_by_their_label_and_score() -> None:
    study, coding = coded("Отгрузка стоит, а цена хорошая", [])
    (doc,) = docs(coding)
    found = [
        doc.char_span(0, 14, label="complaint|discipline.loading"),
        doc.char_span(18, 30, label="praise|price.level"),
    ]
    doc.spans["mentions"] = found
    doc.spans["mentions"].attrs["scores"] = [0.75, 0.5]
    (back,) = codings([doc], study, decided_by="model:spancat")
    told = [(m.text, m.kind, m.process, m.confidence, m.decided_by) for m in back.mentions]
    assert told == [
        ("Отгрузка стоит", Kind.COMPLAINT, "delivery", 0.75, "model:spancat"),
        ("цена хорошая", Kind.PRAISE, "pricing", 0.5, "model:spancat"),
    ]
    assert found[0]._.process == ""
    with pytest.raises(ValueError, match="нет упоминания"):
        found[0]._.process = "pricing"
    doc.spans["mentions"] = [doc.char_span(0, 8, label="complaint|discipline.loadin")]
    with pytest.raises(InputError, match=r"метку отрезка не понять.*имели в виду «discipline\.loading»"):
        codings([doc], study)


def test_docs_of_elsewhere_are_named() -> None:
    study, coding = coded("Отгрузка стоит", [])
    other, _ = coded("Отгрузка идёт", [])
    with pytest.raises(InputError, match=r"i1\.txt, реплика 2: текст документа не тот"):
        codings(docs(coding), other)
    with pytest.raises(InputError, match="документ 1: по документу не понять"):
        codings([spacy.blank("ru")("Отгрузка стоит")], study)
    (doc,) = docs(coding)
    doc.user_data["otzvuk"]["interview"] = "i9"
    with pytest.raises(InputError, match="нет такой реплики «i9, 2»"):
        codings([doc], study)


# --- tokens of others ---


@settings(deadline=None)
@given(st.data(), any_text.filter(str.strip))
def test_groups_of_others_keep_their_places_when_tokens_are_split(data: st.DataObject, text: str) -> None:
    wanted = [(a, b) for a, b in data.draw(spans_in(text)) if text[a] != " " and text[b - 1] != " "]
    doc = BLANK(text)
    ends = [0, len(doc) // 2, len(doc)]
    theirs = [Span(doc, a, b, "X", kb_id="Q1", span_id="их") for a, b in pairwise(ends) if a < b]
    doc.spans["their"] = theirs
    doc.spans["their"].attrs["scores"] = [1.0] * len(theirs)
    before = [(span.start_char, span.end_char, span.label_, span.id_, span.kb_id_) for span in theirs]
    _, coding = coded(text, wanted)
    put(doc, coding.mentions)
    assert doc.text == text
    assert [(s.start_char, s.end_char, s.text) for s in doc.spans["mentions"]] == [
        (m.start, m.stop, m.text) for m in coding.mentions
    ]
    after = doc.spans["their"]
    assert [(s.start_char, s.end_char, s.label_, s.id_, s.kb_id_) for s in after] == before
    assert after.attrs["scores"] == [1.0] * len(theirs)


def test_what_others_knew_of_a_split_token_stays() -> None:
    nlp = spacy.blank("ru")
    doc = Doc(
        nlp.vocab, words=["Сроки", "и", "т.д.", "плохо"], heads=[3, 0, 0, 3],
        deps=["nsubj", "cc", "conj", "ROOT"], ents=["O", "O", "B-ORG", "O"],
    )  # fmt: skip
    _, coding = coded(doc.text, [(0, 11)])
    put(doc, coding.mentions)
    assert [token.text for token in doc] == ["Сроки", "и", "т.д", ".", "плохо"]
    assert [token.head.text for token in doc] == ["плохо", "Сроки", "Сроки", "т.д", "плохо"]
    assert [ent.text for ent in doc.ents] == ["т.д."]
    assert len(list(doc.sents)) == 1


def test_a_name_that_somebody_else_has_taken_is_said() -> None:
    ours = Span.remove_extension("trend")
    Span.set_extension("trend", default=None)
    try:
        with pytest.raises(ValueError, match=r"span\._\.trend уже занято"):
            pipeline()
    finally:
        Span.remove_extension("trend")
        Span.set_extension("trend", getter=ours[2], setter=ours[3])


# --- kept, sent, run beside each other ---


def test_a_pipeline_on_a_disk_brings_its_codebook_along(tmp_path: Path) -> None:
    book = tmp_path / "моя.yaml"
    shipped = Path(__file__).parents[1] / "models" / "codebooks" / "b2b.yaml"
    book.write_text(
        shipped.read_text("utf-8").replace("Скорость предоставления документов", "Быстрота бумаг"), "utf-8"
    )
    nlp = pipeline(codebook=str(book))
    before = places(nlp(SAID))
    assert "Быстрота бумаг" in before[0][-1]
    nlp.to_disk(tmp_path / "конвейер")
    data = nlp.to_bytes()
    book.unlink()
    assert places(spacy.load(tmp_path / "конвейер")(SAID)) == before
    again = pipeline().from_bytes(data)
    assert places(again(SAID)) == before
    missing = pipeline(codebook=str(book))
    with pytest.raises(ValueError, match=r"нет такой кодовой книги «.*моя\.yaml»"):
        missing(SAID)


def test_a_model_of_ones_own_goes_along(tmp_path: Path) -> None:
    own = tmp_path / "моя модель"
    shutil.copytree(Path(__file__).parents[1] / "models" / "coders" / "b2b", own)
    nlp = pipeline(model=str(own))
    before = places(nlp(SAID))
    nlp.to_disk(tmp_path / "конвейер")
    shutil.rmtree(own)
    loaded = spacy.load(tmp_path / "конвейер")
    assert places(loaded(SAID)) == before
    loaded.to_disk(tmp_path / "конвейер")  # over itself
    assert places(spacy.load(tmp_path / "конвейер")(SAID)) == before


def test_pickled_and_in_several_processes_it_says_the_same(foreign: Any) -> None:
    before = places(foreign(SAID))
    assert places(pickle.loads(pickle.dumps(foreign))(SAID)) == before
    found = list(foreign.pipe([SAID, "Ну да.", SAID], n_process=2, batch_size=1))
    assert [places(doc) for doc in found] == [before, [], before]


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"codebook": "b2c"}, "нет такой кодовой книги «b2c»; ожидается путь к файлу YAML или одно из: b2b"),
        ({"coder": "fsat"}, "неверное значение coder «fsat».*имели в виду «fast"),
        ({"model": "b3b"}, "нет такой модели «b3b»; ожидается b2b"),
        ({"threshold": 2.0}, "неверное значение threshold «2.0»"),
    ],
)
def test_a_wrong_config_is_said_at_once(config: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words) as told:
        pipeline(**config)
    assert "\n" not in str(told.value)


def test_without_spacy_the_command_to_install_it_is_said() -> None:
    code = "import sys; sys.modules['spacy'] = None; import otzvuk.interop.spacy"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "pip install 'otzvuk[spacy]'" in ran.stderr.strip().splitlines()[-1]


# --- the export, and what spaCy makes of it ---

FEW = ("01-zharoven-2024.txt", "03-parovozik-2024.md", "10-lamelit-2025.csv")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("обучение")
    demo = copy_demo(folder / "пример")
    for file in (demo / "transcripts").iterdir():
        if file.name not in FEW:
            file.unlink()
    with (demo / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("\ncoder: fast\n")
    said = done("export", demo, "--to", folder / "train.spacy", "--dev", folder / "dev.spacy")
    assert re.search(r"Интервью 2, реплик \d+, упоминаний \d+: .*train\.spacy\nИнтервью 1, ", said)
    return folder


def read(path: Path) -> list[Any]:
    return list(DocBin().from_disk(path).get_docs(BLANK.vocab))


def test_the_export_hides_names_and_holds_whole_interviews_back(exported: Path, tmp_path: Path) -> None:
    train, dev = read(exported / "train.spacy"), read(exported / "dev.spacy")
    interviews = [{doc.user_data["otzvuk"]["interview"] for doc in part} for part in (train, dev)]
    assert [len(each) for each in interviews] == [2, 1]
    assert not interviews[0] & interviews[1]
    assert any("[" in doc.text or "[" in doc._.question for doc in train)
    whole = tmp_path / "всё.spacy"
    done("export", exported / "пример", "--to", whole, "--as-is")
    assert len(read(whole)) == len(train) + len(dev)
    assert not any("[респондент" in doc._.question for doc in read(whole))
    again = tmp_path / "ещё.spacy"
    done("export", exported / "пример", "--to", again, "--as-is")
    assert again.read_bytes() == whole.read_bytes()


def test_spacy_trains_on_the_export(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from spacy.cli.init_config import fill_config
    from spacy.cli.train import train

    monkeypatch.chdir(exported)
    (config,) = re.findall(r"```ini\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    Path("начало.cfg").write_text(config, "utf-8")
    fill_config(Path("config.cfg"), Path("начало.cfg"), silent=True)
    small = {
        "training.max_steps": 4,
        "training.eval_frequency": 2,
        "components.tok2vec.model.width": 16,
        "components.tok2vec.model.depth": 1,
        "components.tok2vec.model.embed_size": 100,
    }
    train("config.cfg", "модель", overrides=small)
    nlp = spacy.load("модель/model-last")
    doc = nlp(SAID)
    assert "mentions" in doc.spans
    assert "complaint|documents.speed" in nlp.get_pipe("spancat").labels


def test_clauses_are_what_a_spancat_is_offered(foreign: Any) -> None:
    doc = spacy.blank("ru")("Цены высокие, а упаковка рвётся. Ну да.")
    offered = create_suggester(2)([doc, spacy.blank("ru")("")])
    texts = {doc[int(start) : int(stop)].text for start, stop in offered.data}
    assert {
        "Цены высокие",
        "а упаковка рвётся",
        "упаковка рвётся",
        "Цены высокие, а упаковка рвётся",
    } <= texts
    assert offered.lengths.tolist() == [len(texts), 0]


def test_bad_exports_are_refused_before_the_long_work(exported: Path, tmp_path: Path) -> None:
    demo = exported / "пример"
    for arguments, words in (
        (("--to", "а.spacy", "--dev", "а.spacy"), "отложенное пишется в другой файл .spacy"),
        (("--to", "а.csv", "--dev", "б.spacy"), "--to A.spacy --dev B.spacy"),
        (("--to", "а.spacy", "--dev", demo / "participants.csv"), "отложенное пишется в другой файл"),
        (("--to", "а.spacy", "--dev", demo / "transcripts" / "б.spacy"), "файл исследования"),
        (("--to", exported / "train.spacy"), "файл уже есть"),
    ):
        assert words in complaint("export", demo, *arguments, folder=tmp_path), arguments
    assert list(tmp_path.iterdir()) == []
