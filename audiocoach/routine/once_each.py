"""Results kept for the very same objects: values of a step are asked for many times over.

A routine's values never change once they are read, so what was worked out for an exercise holds
for as long as it lives. Its models have no cheap hash, as they are compared field by field: they
are known by identity here. Only made to be faster; `once_each` could be left out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

_Function = TypeVar("_Function", bound=Callable[..., Any])

_MOST = 4096
"""Results kept by each function, before it begins again with none."""


def once_each(function: _Function) -> _Function:
    """Return `function` as one that works out its result once for each first argument.

    Its further arguments must be hashable, and all of them passed by position.
    """
    kept: dict[tuple[object, ...], tuple[object, object]] = {}

    @wraps(function)
    def asked(part: object, *others: object) -> object:
        key = (id(part), *others)
        found = kept.get(key)
        # What is kept keeps its object alive, so that no other one can have its id.
        if found is not None and found[0] is part:
            return found[1]

        result = function(part, *others)
        if len(kept) >= _MOST:
            kept.clear()
        kept[key] = (part, result)
        return result

    return cast("_Function", asked)
