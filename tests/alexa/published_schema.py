"""Amazon's own models of requests, answers, interaction models and manifests, read strictly.

`ask-sdk-model` and `ask-smapi-model` (Apache-2.0) are generated from Amazon's schemas. Their own
reader passes over what it doesn't know; here a field, a kind of object or a word that the schema
lacks is a fault, and so is a value of another type.
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

REQUEST = "ask_sdk_model.request_envelope.RequestEnvelope"
RESPONSE = "ask_sdk_model.response_envelope.ResponseEnvelope"
_SMAPI = "ask_smapi_model.v1.skill"
INTERACTION_MODEL = f"{_SMAPI}.interaction_model.interaction_model_data.InteractionModelData"
MANIFEST = f"{_SMAPI}.manifest.skill_manifest_envelope.SkillManifestEnvelope"

_PLAIN: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
}


def faults(value: object, kind: str, place: str = "$") -> list[str]:
    """Return what the schema of `kind` lacks or has otherwise of `value`, each with its place."""
    return [*_faults(value, kind, place)]


def _faults(value: object, kind: str, place: str) -> Iterator[str]:
    container = re.fullmatch(r"(list|dict)[\[(](?:str, )?(.*)[\])]", kind)
    if container is not None:
        yield from _of_container(value, container[1], container[2], place)
    elif kind in _PLAIN:
        if not isinstance(value, _PLAIN[kind]) or (isinstance(value, bool) and kind != "bool"):
            yield f"{place}: {value!r} is no {kind}"
    elif kind == "datetime":
        if not _is_time(value):
            yield f"{place}: {value!r} is no time"
    elif kind != "object":
        yield from _of_model(value, kind, place)


def _of_container(value: object, container: str, kind: str, place: str) -> Iterator[str]:
    if container == "list" and isinstance(value, list):
        for index, each in enumerate(value):
            yield from _faults(each, kind, f"{place}[{index}]")
    elif container == "dict" and isinstance(value, dict):
        for name, each in value.items():
            yield from _faults(each, kind, f"{place}.{name}")
    else:
        yield f"{place}: {value!r} is no {container}"


def _is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value[:-1] + "+00:00") is not None
    except ValueError:
        return False


def _of_model(value: object, kind: str, place: str) -> Iterator[str]:
    model = _model(kind)
    if issubclass(model, Enum):
        if value not in {each.value for each in model}:
            yield f"{place}: {value!r} is no {model.__name__}"
        return
    if not isinstance(value, Mapping):
        yield f"{place}: {value!r} is no {model.__name__}"
        return
    kinds: Mapping[str, str] | None = getattr(model, "discriminator_value_class_map", None)
    if kinds:
        name = str(value.get(model.json_discriminator_key))
        if name not in kinds:
            yield f"{place}: {name!r} is no kind of {model.__name__}"
            return
        model = _model(kinds[name])
    fields = {json: model.deserialized_types[own] for own, json in model.attribute_map.items()}
    for name, each in value.items():
        if name not in fields:
            yield f"{place}.{name}: {model.__name__} has no such field"
        else:
            yield from _faults(each, fields[name], f"{place}.{name}")


def _model(kind: str) -> Any:
    module, _, name = kind.rpartition(".")
    with warnings.catch_warnings():  # of some docstrings' backslashes, where they are compiled
        warnings.simplefilter("ignore")
        return getattr(importlib.import_module(module), name)
