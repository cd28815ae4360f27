#!/bin/sh
# xllamacpp 2026.10.11549 (llama.cpp's server): with a strict JSON schema integers keep to minimum and maximum, numbers to neither
#
# One would guess: a server that takes `response_format: json_schema` with `strict: true` and answers 200 keeps to the schema
# or says which keyword it does not know, as it does for others with 400. {"type": "number", "minimum": 0, "maximum": 1}, the
# way a confidence is asked for, then yields something between 0 and 1.
# What happens: bounds of an integer become part of the grammar, those of a number are dropped without a word: `confidence` is
# 6524 or 3.2e+8905264, which Python's json reads as infinity and calls a float. `uniqueItems` and `multipleOf` go the same
# way. A good model hides it most of the time, which is the trouble: the rare answer outside arrives as a valid one. The
# README of llama.cpp's grammars lists it among what is not supported; no answer of the server does.
# Why it matters: codings of interviews with a confidence each are summed, averaged, thresholded; one infinity is all of a mean.
# How otzvuk avoids it: no number is asked for but a whole one (the turn), and every answer is checked again here
# (llm/answer.py), whatever a server promises.
#
# The model is made here: one random layer over bytes, which knows nothing, so that only the grammar speaks.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check xllamacpp==2026.10.11549 numpy==2.4.6
cd "$dir"
cat > ask.py <<'PY'
import json
import struct
import urllib.request
from importlib.metadata import version

import numpy as np
import xllamacpp

pieces = ["<unk>", "<s>", "</s>", *(f"<0x{each:02X}>" for each in range(256)), *map(chr, range(32, 127))]
text = lambda said: struct.pack("<Q", len(said.encode())) + said.encode()
number = lambda value: struct.pack("<II", 4, value)
listed = lambda kind, values: struct.pack("<IIQ", 9, kind, len(values)) + b"".join(values)
about = {
    "general.architecture": struct.pack("<I", 8) + text("llama"),
    "llama.context_length": number(4096),
    "llama.embedding_length": number(32),
    "llama.block_count": number(1),
    "llama.feed_forward_length": number(64),
    "llama.attention.head_count": number(4),
    "llama.attention.layer_norm_rms_epsilon": struct.pack("<If", 6, 1e-5),
    "tokenizer.ggml.model": struct.pack("<I", 8) + text("llama"),
    "tokenizer.ggml.tokens": listed(8, list(map(text, pieces))),
    "tokenizer.ggml.scores": listed(6, [struct.pack("<f", -each) for each in range(len(pieces))]),
    "tokenizer.ggml.token_type": listed(5, [struct.pack("<i", each) for each in [2, 3, 3] + [6] * 256 + [1] * 95]),
    "tokenizer.ggml.bos_token_id": number(1),
    "tokenizer.ggml.eos_token_id": number(2),
    "tokenizer.chat_template": struct.pack("<I", 8) + text("{% for each in messages %}{{ each['content'] }}{% endfor %}"),
}
draw = np.random.default_rng(1)
shapes = {"token_embd": (354, 32), "output": (354, 32), "output_norm": (32,), "blk.0.attn_norm": (32,)}
shapes |= {"blk.0.ffn_norm": (32,), "blk.0.ffn_gate": (64, 32), "blk.0.ffn_up": (64, 32), "blk.0.ffn_down": (32, 64)}
shapes |= {f"blk.0.attn_{each}": (32, 32) for each in ("q", "k", "v", "output")}
head = b"GGUF" + struct.pack("<IQQ", 3, len(shapes), len(about)) + b"".join(text(k) + v for k, v in about.items())
data = b""
for name, shape in shapes.items():
    values = (np.ones(shape) if len(shape) == 1 else draw.standard_normal(shape) * 0.3).astype("<f4").tobytes()
    head += text(f"{name}.weight") + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape[::-1], 0, len(data))
    data += values + b"\0" * (-len(values) % 32)
open("nothing.gguf", "wb").write(head + b"\0" * (-len(head) % 32) + data)

params = xllamacpp.CommonParams()
params.model.path, params.n_ctx, params.n_parallel, params.warmup = "nothing.gguf", 4096, 1, False
params.use_jinja = True
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)


def ask(name, kind, seed):
    schema = {"type": "object", "properties": {name: kind}, "required": [name], "additionalProperties": False}
    wanted = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}
    body = {"messages": [{"role": "user", "content": "?"}], "seed": seed, "temperature": 1.5, "max_tokens": 200}
    data = json.dumps(body | {"response_format": wanted}).encode()
    asked = urllib.request.Request(f"{server.listening_address}/v1/chat/completions", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 200
        choice = json.load(answer)["choices"][0]
    return json.loads(choice["message"]["content"])[name] if choice["finish_reason"] == "stop" else None


bounds = {"minimum": 0, "maximum": 1}
marks = [ask("mark", {"type": "integer", **bounds}, seed) for seed in range(20)]
sure = [each for seed in range(20) if (each := ask("confidence", {"type": "number", **bounds}, seed)) is not None]
print("xllamacpp", version("xllamacpp"))
print("integer, 0 to 1:", marks)
print("number, 0 to 1: ", sure)
print("the mean confidence:", sum(map(float, sure)) / len(sure))
assert set(marks) <= {0, 1}
assert sum(not 0 <= each <= 1 for each in sure) > len(sure) / 2, sure
PY
"$dir/venv/bin/python" ask.py 2> log || { tail -20 log; exit 1; }
