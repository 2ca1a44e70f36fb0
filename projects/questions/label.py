"""One option out of a list."""

from typing import Any

from projects.kinds import Settings
from projects.questions.base import EMPTY, Fields, InvalidAnswer, Kind
from projects.questions.options import Options, texts, values


class LabelSettings(Settings):
    options: Options


class Label(Kind[LabelSettings]):
    title = "Label"
    Settings = LabelSettings
    level = "nominal"
    measures = ("ac1",)
    tolerance_help = "None: only the accepted option is right."
    tolerance_limit = 0

    def clean(self, settings: LabelSettings, answer: Any, fields: Fields = EMPTY) -> str:
        if not isinstance(answer, str) or answer not in self.domain(settings):
            raise InvalidAnswer("Choose one of the options.")
        return answer

    def domain(self, settings: LabelSettings) -> tuple[str, ...]:
        return values(settings.options)

    def structure(self, settings: LabelSettings) -> object:
        return self.domain(settings)

    def describe(self, settings: LabelSettings, answer: str) -> str:
        return texts(settings.options)[answer]
