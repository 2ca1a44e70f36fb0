"""Numbers as people read them."""

from django import template

register = template.Library()

FIRM, TENTATIVE = 0.8, 2 / 3


@register.filter
def percent(part: float, whole: float = 1) -> str:
    """Rounded down, so that 100 % means all; "–" of nothing."""
    return f"{int(100 * part / whole)} %" if whole else "–"


@register.filter
def seconds(duration: float | None) -> str:
    if duration is None:
        return "–"
    if duration < 1:
        return "< 1 s"
    minutes, rest = divmod(round(duration), 60)
    return f"{minutes}:{rest:02d} min" if minutes else f"{rest} s"


@register.filter
def alpha_band(alpha: float) -> str:
    """In words, after Krippendorff (2004): firm from .8, tentative from .667. Bands to read by, not gates."""
    if alpha >= FIRM:
        return "firm"
    return "tentative" if alpha >= TENTATIVE else "low"


@register.filter
def band_tone(alpha: float) -> str:
    return {"firm": "good", "tentative": "accent", "low": "warn"}[alpha_band(alpha)]
