"""Options that several commands share, said once as the fields of a dataclass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints

__all__ = ["sharing"]


def sharing(options: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the fields of a dataclass as options of its own; it gets them together, as ``shared``."""
    hints = get_type_hints(options, include_extras=True)
    given = {field.name: field.default for field in fields(options)}

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        own_hints = get_type_hints(command, include_extras=True)
        own = [p.replace(annotation=own_hints[p.name]) for p in signature(command).parameters.values() if p.name != "shared"]
        more = [Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=hints[name]) for name, default in given.items()]

        @wraps(command)
        def run(**values: Any) -> None:  # noqa: ANN401 - what the options hold
            command(shared=options(**{name: values.pop(name) for name in given}), **values)

        run.__signature__ = Signature([*own, *more])  # type: ignore[attr-defined]  # typer reads it
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in (*own, *more)}
        del run.__wrapped__  # or typer would read that one's
        return run

    return decorated
