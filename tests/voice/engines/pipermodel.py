"""A tiny Piper voice, made here: every phoneme is a tone, so that all can be heard in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper, parser
from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

RATE = 22_050
"""Of what the model makes, in Hertz, as with Piper's medium voices."""
PHONEME_SAMPLES = 1_600
"""Length of a phoneme at length scale 1, in samples."""
SPEAKER_HZ = 300.0
"""How much higher each speaker is than the one before."""

_TONES = f"""
noise_scale = Gather (scales, zero)
length_scale = Gather (scales, one)
each_f = Mul (length_scale, phoneme_samples)
each = Cast <to = {TensorProto.INT64}> (each_f)
count = Squeeze (input_lengths)
total = Mul (count, each)
time = Range (zero, total, one)
which = Div (time, each)
ids = Squeeze (input, axis_0)
id = Gather (ids, which)
id_f = Cast <to = {TensorProto.FLOAT}> (id)
above_hz = Mul (id_f, step_hz)
sid_f = Cast <to = {TensorProto.FLOAT}> (sid)
speaker_above_hz = Mul (sid_f, speaker_hz)
plain_hz = Add (above_hz, base_hz)
hz = Add (plain_hz, speaker_above_hz)
time_f = Cast <to = {TensorProto.FLOAT}> (time)
turns = Mul (hz, time_f)
phase = Mul (turns, radians)
tone = Sin (phase)
random = RandomNormalLike <dtype = {TensorProto.FLOAT}> (tone)
noise = Mul (random, noise_scale)
mix = Add (tone, noise)
"""
"""In ONNX's own notation."""
_SWELL = f"""
into = Mod (time, each)
into_f = Cast <to = {TensorProto.FLOAT}> (into)
angle = Mul (into_f, half_turn)
bend = Div (angle, each_f)
sine = Sin (bend)
square = Mul (sine, sine)
swell = Mul (square, square)
shaped = Mul (mix, swell)
sound = Mul (shaped, volume)
output = Unsqueeze (sound, axes_0_1)
"""
"""Every phoneme swells and fades: a steady sound would be taken for a hum."""


def model(speakers: int = 1, volume: float = 0.1) -> bytes:
    """Make a model with Piper's inputs and output; volume 0 makes it silent."""
    constants: dict[str, Any] = {
        "zero": np.int64(0),
        "one": np.int64(1),
        "phoneme_samples": np.float32(PHONEME_SAMPLES),
        "axis_0": np.array([0], np.int64),
        "axes_0_1": np.array([0, 1], np.int64),
        "step_hz": np.float32(4),
        "base_hz": np.float32(200),
        "speaker_hz": np.float32(SPEAKER_HZ),
        "radians": np.float32(2 * np.pi / RATE),
        "half_turn": np.float32(np.pi),
        "volume": np.float32(volume),
    }
    inputs = {"input": [1, "n"], "input_lengths": [1], "sid": [1]}
    given = [helper.make_tensor_value_info(*each) for each in _inputs(inputs)]
    if speakers == 1:
        given = [each for each in given if each.name != "sid"]
        constants["sid"] = np.array([0], np.int64)
    graph = helper.make_graph(
        [parser.parse_node(line) for line in (_TONES + _SWELL).splitlines() if line],
        "tones",
        [*given, helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, "samples"])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    for node in graph.node:
        node.ClearField("domain")  # the parser writes an empty one
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString())


def _inputs(shapes: dict[str, Any]) -> list[tuple[str, int, Any]]:
    return [(name, TensorProto.INT64, shape) for name, shape in shapes.items()]


def config(code: str = "en_US", quality: str = "medium", **changes: object) -> dict[str, Any]:
    """Return the JSON of a voice for the language `code`, with `changes`."""
    return {
        "audio": {"sample_rate": RATE, "quality": quality},
        "espeak": {"voice": code.partition("_")[0]},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "language": {"code": code},
        "num_symbols": 256,
        "num_speakers": 1,
        "speaker_id_map": {},
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        **changes,
    }


TWO = {"num_speakers": 2, "speaker_id_map": {"ann": 0, "7": 1}}
"""What the config of a voice with two speakers says of them."""


def install(folder: Path, name: str = "en_US-tones-medium", **changes: object) -> Path:
    """Put a voice called `name` into `folder`; return its model."""
    folder.mkdir(parents=True, exist_ok=True)
    code, _, quality = name.split("-")
    described = config(code, quality, **changes)
    path = folder / f"{name}.onnx"
    path.write_bytes(model(int(described["num_speakers"])))
    path.with_name(f"{name}.onnx.json").write_text(json.dumps(described), encoding="utf-8")
    return path
