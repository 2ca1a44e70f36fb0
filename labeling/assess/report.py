"""An assessment, as JSON and on a terminal."""

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from labeling.assess.assessment import Assessment, Decided
from labeling.quality.peers import Peer

SHOWN = 20
NAME = 40
BECAUSE = {"accuracy": "often wrong", "informativeness": "random"}


def as_json(found: Assessment, seconds: float) -> dict[str, Any]:
    agreement, fitted = found.agreement, found.fitted
    return {
        "labels": found.labels,
        "items": found.items,
        "workers": found.workers,
        "values": found.values,
        "overlap": found.overlap,
        "level": agreement.level,
        "alpha": {
            "value": agreement.alpha.value,
            "interval": agreement.bounds,
            "resamples": agreement.resamples,
            "items": agreement.alpha.records,
            "reason": agreement.alpha.reason,
        },
        "percent_agreement": agreement.percent,
        "known_items": found.known,
        "majority": found.majority and _decided(found.majority),
        "weighted": found.weighted and _decided(found.weighted),
        "dawid_skene": fitted
        and {
            **_decided(fitted.decided),
            "iterations": fitted.iterations,
            "log_likelihood": fitted.log_likelihood,
        },
        "no_dawid_skene_because": found.obstacle,
        "suspects": fitted and [_peer(peer) for peer in fitted.suspects],
        "seconds": seconds,
    }


def as_text(found: Assessment, title: str, seconds: float) -> RenderableType:
    parts: list[RenderableType] = [_summary(found, title, seconds)]
    if found.fitted:
        suspects = found.fitted.suspects
        parts.append(_suspects(suspects) if suspects else Text("Nobody's labels look careless."))
        if len(suspects) > SHOWN:
            parts.append(Text(f"and {len(suspects) - SHOWN:,} more: --json lists all of them"))
    else:
        parts.append(Text(f"No Dawid-Skene, and no suspects: {found.obstacle}."))
    return Group(*parts)


def _summary(found: Assessment, title: str, seconds: float) -> Table:
    table = Table(title=Text(_printable(title)), show_header=False)
    table.add_column(style="dim")
    table.add_column(justify="right")
    table.add_column(style="dim")
    for row in _rows(found, seconds):
        table.add_row(*row)
    return table


def _rows(found: Assessment, seconds: float) -> Iterator[tuple[str, str, str]]:
    agreement = found.agreement
    yield "labels", f"{found.labels:,}", f"in {seconds:.1f} s"
    yield "items", f"{found.items:,}", f"{found.overlap:.2f} labels each"
    yield "workers", f"{found.workers:,}", f"{found.labels / found.workers:.1f} labels each"
    yield "different values", f"{found.values:,}", ""
    bounds = agreement.bounds and f"95% from {agreement.bounds[0]:.4f} to {agreement.bounds[1]:.4f}"
    yield f"alpha, {agreement.level}", _figure(agreement.alpha.value), bounds or agreement.alpha.reason
    yield "percent agreement", _figure(agreement.percent), ""
    for name, decided in (
        ("majority", found.majority),
        ("weighted majority", found.weighted),
        ("Dawid-Skene", found.fitted and found.fitted.decided),
    ):
        if decided and found.known:
            tied = f"{decided.tied:.1%} tied" if decided.tied else ""
            yield f"{name}, right", _figure(decided.accuracy), tied
        elif decided:
            yield f"{name}, tied", f"{decided.tied:.1%}", ""
    if found.known is not None:
        yield "items whose truth is known", f"{found.known:,}", ""


def _suspects(suspects: list[Peer]) -> Table:
    table = Table(title=f"{len(suspects):,} workers to look at, the strongest evidence first")
    table.add_column("worker", overflow="ellipsis", no_wrap=True)
    for heading in ("labels", "right", "agreeing", "informative", "evidence"):
        table.add_column(heading, justify="right")
    table.add_column("looks")
    for peer in suspects[:SHOWN]:
        table.add_row(
            Text(_printable(str(peer.annotator))),
            f"{peer.votes:,}",
            _figure(peer.accuracy, 3),
            _figure(peer.agreement, 3),
            _figure(peer.informativeness, 3),
            f"{peer.evidence:.1f}",
            " and ".join(BECAUSE[reason] for reason in peer.reasons),
        )
    return table


def _decided(decided: Decided) -> dict[str, Any]:
    return {"accuracy": decided.accuracy, "tied": decided.tied}


def _peer(peer: Peer) -> dict[str, Any]:
    return {
        "worker": peer.annotator,
        "labels": peer.votes,
        "compared": peer.compared,
        "accuracy": peer.accuracy,
        "agreement": peer.agreement,
        "informativeness": peer.informativeness,
        "evidence": peer.evidence,
        "reasons": list(peer.reasons),
    }


def _figure(value: float | None, decimals: int = 4) -> str:
    return "n/a" if value is None else f"{value:.{decimals}f}"


def _printable(name: str) -> str:
    """Without characters that a terminal would obey, and no longer than fits."""
    shown = name if len(name) <= NAME else name[: NAME - 1] + "…"
    return "".join(character if character.isprintable() else "�" for character in shown)
