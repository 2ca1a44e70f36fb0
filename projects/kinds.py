"""What kinds of question and of field share: a name, a title, settings, and being found by their file."""

import inspect
import pkgutil
from abc import ABC
from collections.abc import Iterator
from importlib import import_module
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from projects.storable import text_fault

MESSAGES = {
    "missing": "is required",
    "extra_forbidden": "is not a setting of this kind",
    "string_type": "must be text",
    "string_unicode": "is not valid Unicode",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "literal_error": "must be {expected}",
    "bool_type": "must be true or false",
    "greater_than": "must be more than {gt:.16g}",
    "greater_than_equal": "must be at least {ge:.16g}",
    "less_than": "must be less than {lt:.16g}",
    "less_than_equal": "must be at most {le:.16g}",
    "too_short": "must have at least {min_length} entries",
    "too_long": "must have at most {max_length} entries",
    "tuple_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "value_error": "{error}",
}

FOLLOWS = "default_factory_not_called"
"""A default that another setting gives, and that one is at fault: one problem, not two."""


class InvalidSettings(ValueError):
    """The settings do not describe a usable question or field.

    `problems` holds (path, message) pairs, the path as in the raw settings, for a form or an API to place.
    """

    def __init__(self, problems: list[tuple[tuple[str | int, ...], str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(_sentence(path, message) for path, message in problems))


class UnknownKind(KeyError):
    """There is no kind of this name."""

    def __init__(self, name: str, known: dict[str, Any]) -> None:
        super().__init__(name)
        self.name, self.known = name, tuple(known)

    def __str__(self) -> str:
        return f"There is no kind “{self.name}”; there are {', '.join(self.known)}."


class Settings(BaseModel):
    """Strict and frozen: "1" is no number, true is no 1, and a misspelt setting is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


S = TypeVar("S", bound=Settings)


def validated(model: type[S], raw: Any) -> S:
    """Settings from their JSON form. Raises InvalidSettings."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        raise InvalidSettings(
            [(_path(problem), _message(problem)) for problem in problems if problem["type"] != FOLLOWS]
        ) from None


class Kind(ABC, Generic[S]):
    """Stateless; one instance per kind. Subclasses are named by the module that they stand in."""

    title: str
    Settings: type[S]

    @property
    def name(self) -> str:
        return type(self).__module__.rpartition(".")[2]

    def settings(self, raw: dict[str, Any]) -> S:
        """Settings from their JSON form, as `model_dump(mode="json")` gives it. Raises InvalidSettings."""
        return validated(self.Settings, raw)


def discover(package: str, base: type) -> Iterator[Any]:
    """One instance of each concrete subclass of `base` that the package's modules define, by module name."""
    for module in pkgutil.iter_modules(import_module(package).__path__, prefix=f"{package}."):
        for _, found in inspect.getmembers(import_module(module.name), inspect.isclass):
            if found.__module__ == module.name and issubclass(found, base) and not inspect.isabstract(found):
                yield found()


def _storable(text: str) -> str:
    if why := text_fault(text):
        raise ValueError(why)
    return text


def _one_line(text: str) -> str:
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise ValueError("must be one line, without control characters")
    if not text or text != text.strip():
        raise ValueError("must not be empty, nor begin or end with a space")
    return text


Line = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]
"""A short text in a setting: one line, not blank."""

Prose = Annotated[str, Field(max_length=2_000), AfterValidator(_storable)]
"""A longer text in a setting; may be empty."""


def _path(problem: ErrorDetails) -> tuple[str | int, ...]:
    """Pydantic adds "[key]" where the key of an object is at fault, and not its value."""
    return tuple(step for step in problem["loc"] if step != "[key]")


def _message(problem: ErrorDetails) -> str:
    template = MESSAGES.get(problem["type"])
    return template.format(**problem.get("ctx", {})) if template else problem["msg"]


def _sentence(path: tuple[str | int, ...], message: str) -> str:
    """People count entries from 1, so the path does too."""
    where = " ".join(str(step + 1) if isinstance(step, int) else step for step in path)
    return f"{where}: {message}" if where else message
