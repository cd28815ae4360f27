"""A language model that knows nothing: a GGUF of one random layer over bytes, for a server's protocol."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np

WIDTH, HEADS, INNER, CONTEXT = 32, 4, 64, 32768
_UINT32, _FLOAT, _BOOL, _TEXT, _LIST, _INT32 = 4, 6, 7, 8, 9, 5
_ALIGNED = 32

# Roles and contents one after another: enough of a template for a model that understands nothing.
TEMPLATE = "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"


def write_model(path: Path, seed: int = 1) -> Path:
    """Write the model to `path`; the same seed makes the same bytes."""
    pieces = ["<unk>", "<s>", "</s>", *(f"<0x{each:02X}>" for each in range(256)), *map(chr, range(32, 127))]
    kinds = [2, 3, 3, *[6] * 256, *[1] * 95]  # unknown, control, byte, plain
    about: dict[str, tuple[int, Any]] = {
        "general.architecture": (_TEXT, "llama"),
        "general.name": (_TEXT, "nothing"),
        "llama.context_length": (_UINT32, CONTEXT),
        "llama.embedding_length": (_UINT32, WIDTH),
        "llama.block_count": (_UINT32, 1),
        "llama.feed_forward_length": (_UINT32, INNER),
        "llama.attention.head_count": (_UINT32, HEADS),
        "llama.attention.layer_norm_rms_epsilon": (_FLOAT, 1e-5),
        "tokenizer.ggml.model": (_TEXT, "llama"),
        "tokenizer.ggml.tokens": (_LIST, (_TEXT, pieces)),
        "tokenizer.ggml.scores": (_LIST, (_FLOAT, [-float(each) for each in range(len(pieces))])),
        "tokenizer.ggml.token_type": (_LIST, (_INT32, kinds)),
        "tokenizer.ggml.bos_token_id": (_UINT32, 1),
        "tokenizer.ggml.eos_token_id": (_UINT32, 2),
        "tokenizer.ggml.unknown_token_id": (_UINT32, 0),
        "tokenizer.chat_template": (_TEXT, TEMPLATE),
    }
    random = np.random.default_rng(seed)

    def drawn(*shape: int) -> Any:
        return (random.standard_normal(shape) * 0.3).astype("<f4")

    layer = {f"attn_{each}": drawn(WIDTH, WIDTH) for each in ("q", "k", "v", "output")}
    layer |= {"ffn_gate": drawn(INNER, WIDTH), "ffn_up": drawn(INNER, WIDTH), "ffn_down": drawn(WIDTH, INNER)}
    layer |= {"attn_norm": np.ones(WIDTH, "<f4"), "ffn_norm": np.ones(WIDTH, "<f4")}
    tensors = {
        "token_embd.weight": drawn(len(pieces), WIDTH),
        "output_norm.weight": np.ones(WIDTH, "<f4"),
        "output.weight": drawn(len(pieces), WIDTH),
        **{f"blk.0.{name}.weight": values for name, values in layer.items()},
    }
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(about))
    head += b"".join(
        _text(name) + struct.pack("<I", kind) + _value(kind, value) for name, (kind, value) in about.items()
    )
    data = b""
    for name, values in tensors.items():
        shape = values.shape[::-1]  # the fastest first
        head += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, len(data))
        data += _padded(values.tobytes())
    path.write_bytes(_padded(head) + data)
    return path


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def _value(kind: int, value: Any) -> bytes:
    if kind == _TEXT:
        return _text(value)
    if kind == _LIST:
        inner, values = value
        return struct.pack("<IQ", inner, len(values)) + b"".join(_value(inner, each) for each in values)
    return struct.pack({_UINT32: "<I", _FLOAT: "<f", _BOOL: "<?", _INT32: "<i"}[kind], value)


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % _ALIGNED)
