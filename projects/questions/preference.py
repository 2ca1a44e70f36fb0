"""Which of two sides is better, and by how much where that is asked."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from projects.kinds import Line, Settings
from projects.questions.base import EMPTY, Fields, InvalidAnswer, Kind, Scalar, Unit
from projects.questions.votes import median


class PreferenceSettings(Settings):
    """`strength` is the number of levels asked for, 0 for none; `a`, `b` and `tie` are the texts shown."""

    allow_tie: bool = True
    strength: Annotated[int, Field(ge=0, le=3)] = 0
    a: Line = "A"
    b: Line = "B"
    tie: Line = "Tie"

    @property
    def texts(self) -> dict[str, str]:
        """The choices on offer, in order, with the text of each."""
        sides = {"a": self.a, "b": self.b}
        return {**sides, "tie": self.tie} if self.allow_tie else sides


class Preference(Kind[PreferenceSettings]):
    """Without strength an answer is "a", "b" or "tie".

    With strength it is {"choice": "a", "strength": 2}, or {"choice": "tie"}: a tie has no strength.
    """

    title = "Preference"
    Settings = PreferenceSettings
    level = "nominal"
    measures = ("ac1", "alpha_without_ties")
    tolerance_help = (
        "How many levels of strength an answer for the right side may be off; any number if empty."
    )
    tolerance_limit = 2

    def clean(
        self, settings: PreferenceSettings, answer: Any, fields: Fields = EMPTY
    ) -> str | dict[str, Any]:
        if not settings.strength:
            return _choice(settings, answer)
        if not isinstance(answer, dict) or not {"choice"} <= answer.keys() <= {"choice", "strength"}:
            raise InvalidAnswer("Choose a side and how strongly you prefer it.")
        choice, strength = _choice(settings, answer["choice"]), answer.get("strength")
        if choice == "tie":
            if strength is not None:
                raise InvalidAnswer("A tie has no strength.")
            return {"choice": "tie"}
        if type(strength) is not int or not 1 <= strength <= settings.strength:
            raise InvalidAnswer(f"Say how strongly you prefer it, from 1 to {settings.strength}.")
        return {"choice": choice, "strength": strength}

    def domain(self, settings: PreferenceSettings) -> tuple[str, ...]:
        return tuple(settings.texts)

    def structure(self, settings: PreferenceSettings) -> object:
        return settings.allow_tie, settings.strength

    def unit(self, settings: PreferenceSettings, answer: Any) -> str:
        choice: str = answer["choice"] if settings.strength else answer
        return choice

    def from_unit(self, settings: PreferenceSettings, unit: Unit) -> Any:
        return {"choice": unit} if settings.strength else unit

    def grade(
        self, settings: PreferenceSettings, answer: Any, accepted: Any, tolerance: float | None = None
    ) -> bool:
        """The side decides; with a tolerance its strength may be off by so many levels at most."""
        if self.unit(settings, answer) != self.unit(settings, accepted):
            return False
        if tolerance is None or not settings.strength or "strength" not in accepted:
            return True
        return bool(abs(answer["strength"] - accepted["strength"]) <= tolerance)

    def settle(
        self, settings: PreferenceSettings, unit: Unit, answers: Sequence[Any], weights: Sequence[float]
    ) -> Any:
        """The strength is the lower median of those who made this choice, so that it is never overstated."""
        if not settings.strength:
            return unit
        if unit == "tie":
            return {"choice": unit}
        chosen = [pair for pair in zip(answers, weights, strict=True) if pair[0]["choice"] == unit]
        strength, _ = median((answer["strength"], weight) for answer, weight in chosen)
        return {"choice": unit, "strength": strength}

    def describe(self, settings: PreferenceSettings, answer: Any) -> str:
        text = settings.texts[self.unit(settings, answer)]
        if settings.strength and "strength" in answer:
            return f"{text} (strength {answer['strength']} of {settings.strength})"
        return text

    def columns(self, name: str, settings: PreferenceSettings, answer: Any) -> dict[str, Scalar]:
        if not settings.strength:
            return {name: answer}
        answer = answer or {}
        return {name: answer.get("choice"), f"{name}.strength": answer.get("strength")}


def _choice(settings: PreferenceSettings, answer: Any) -> str:
    if not isinstance(answer, str) or answer not in settings.texts:
        raise InvalidAnswer("Choose one of the two sides" + (", or a tie." if settings.allow_tie else "."))
    return answer
