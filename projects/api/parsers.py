"""Bodies of one JSON object per line, read as they arrive."""

from collections.abc import Iterator
from typing import Any

from rest_framework.parsers import BaseParser

from projects import sources
from projects.sources import BadRow, Row


class NDJSONParser(BaseParser):
    """Gives rows lazily, good and bad, in constant memory."""

    media_type = "application/x-ndjson"

    def parse(  # type: ignore[override]  # for the view that names this parser
        self, stream: Any, media_type: Any = None, parser_context: Any = None
    ) -> Iterator[Row | BadRow]:
        return sources.read(stream, "jsonl")
