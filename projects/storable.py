"""What a JSON document may hold here: what PostgreSQL's jsonb and every JSON writer of the project can carry.

jsonb refuses NUL and lone surrogates, JSON has no NaN, and orjson stops at 64-bit integers and 254 levels.
What one of them would refuse later is refused where it enters.
"""

import json
import math
from collections import Counter
from typing import Any, Final

MAX_DEPTH: Final = 50
MAX_INTEGER: Final = 2**63 - 1
TOO_BIG: Final = "holds a number beyond 64 bits: write it as text"


class InvalidJSON(ValueError):
    """The text is not JSON that can be stored; the message says why, for a person."""


def text_fault(text: str) -> str | None:
    """Why the text cannot be stored, or None."""
    if "\0" in text:
        return "contains a NUL character"
    if text.isascii():
        return None
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"is not valid Unicode (character {error.start + 1})"
    return None


def fault(value: Any, depth: int = 0) -> str | None:
    """Why a value made of JSON's types cannot be stored, or None."""
    if isinstance(value, str):
        return text_fault(value)
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return None if -MAX_INTEGER - 1 <= value <= MAX_INTEGER else TOO_BIG
    if isinstance(value, float):
        return None if math.isfinite(value) else "holds a number that is not finite"
    if depth == MAX_DEPTH:
        return f"is nested deeper than {MAX_DEPTH} levels"
    if isinstance(value, dict):
        return next((why for pair in value.items() for part in pair if (why := fault(part, depth + 1))), None)
    if isinstance(value, list):
        return next((why for item in value if (why := fault(item, depth + 1))), None)
    return f"holds a {type(value).__name__}, which JSON cannot carry"


def loads(text: str) -> Any:
    """One JSON document without duplicated keys, NaN, Infinity or outsized numbers. Raises InvalidJSON.

    The texts in it are not looked at: that is for `fault`, which also names what is too deep.
    """
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_number
        )
    except json.JSONDecodeError as error:
        raise InvalidJSON(f"is not valid JSON: {error.msg} (character {error.pos + 1})") from None
    except RecursionError:
        raise InvalidJSON(f"is nested deeper than {MAX_DEPTH} levels") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise InvalidJSON("has a key twice" if text_fault(twice) else f"has the key “{twice[:80]}” twice")
    return found


def _constant(name: str) -> None:
    raise InvalidJSON(f"holds {name}, which is not a JSON number")


def _integer(digits: str) -> int:
    # Python itself refuses to convert thousands of digits, with a message about the interpreter.
    if len(digits) > 20:
        raise InvalidJSON(TOO_BIG)
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise InvalidJSON("holds a number that is too large")
    return number
