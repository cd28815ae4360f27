"""The protocol against a real server: llama.cpp's, with a model that knows nothing and obeys the schema.

Opt-in (`make fuzz`, and only where `pip install xllamacpp` has been said): what such a model says is noise,
but it is asked, answers by the schema, is cut off and refuses what is too long as the servers of real models
do.
"""

from pathlib import Path
from typing import Any

import pytest

import otzvuk
from gguf import write_model
from otzvuk.llm.address import endpoint_of
from otzvuk.llm.client import Client, TooLongError
from otzvuk.llm.coder import LlmCoder
from otzvuk.llm.consent import agree
from otzvuk.llm.portion import Talk
from otzvuk.llm.prompt import Asking

xllamacpp = pytest.importorskip("xllamacpp")
pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Any:
    params = xllamacpp.CommonParams()
    params.model.path = str(write_model(tmp_path_factory.mktemp("model") / "nothing.gguf"))
    params.n_ctx, params.n_parallel, params.warmup, params.use_jinja = 32768, 1, False, True
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1  # idle ones spin
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    del server


@pytest.fixture
def study(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> otzvuk.model.study.Study:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "s"
    (folder / "transcripts").mkdir(parents=True)
    talk = "Интервьюер: Как с документами?\nПётр: Документы вечно опаздывают. А водители вежливые.\n"
    (folder / "transcripts" / "и1.txt").write_text(talk, "utf-8")
    settings = f"coder: llm\nllm: {{url: '{url}', model: nothing, answer_tokens: 300}}\n"
    (folder / "study.yaml").write_text(settings, "utf-8")
    return otzvuk.read_study(folder)


def test_a_real_server_is_asked_and_its_noise_is_dropped(study: Any) -> None:
    coder = LlmCoder(study)
    endpoint = coder.endpoint()
    assert endpoint.local
    agree(study, endpoint, coder.consent(endpoint))
    coding, tally = coder.told(study.interviews[0])
    assert tally.questions >= 1
    assert tally.tokens > 1000
    assert not coder._client().without  # it takes a schema, a seed, temperature 0
    for each in coding.mentions:
        assert coding.interview.turns[each.turn].text[each.start : each.stop] == each.text


def test_the_same_question_has_the_same_answer(study: Any) -> None:
    (portion,) = Talk(study.interviews[0], None).portions(500)
    question = Asking(study).question(portion)
    client = Client(endpoint_of(study.settings.llm), study.settings.llm)
    one, other = client.ask(question.body), client.ask(question.body)
    assert one.content == other.content
    assert one.content.lstrip().startswith("{")  # by the schema, whatever the model knows


def test_what_is_too_long_is_said_to_be(study: Any) -> None:
    (portion,) = Talk(study.interviews[0], None).portions(500)
    body = Asking(study).question(portion).body
    long = {**body, "messages": [*body["messages"], {"role": "user", "content": "слово " * 6000}]}
    with pytest.raises(TooLongError):
        Client(endpoint_of(study.settings.llm), study.settings.llm).ask(long)
