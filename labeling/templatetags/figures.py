"""Numbers as people read them."""

from django import template

register = template.Library()

FIRM, TENTATIVE = 0.8, 2 / 3


@register.filter
def percent(part: float, whole: float = 1) -> str:
    """Rounded down, so that 100 % means all; "–" of nothing."""
    return f"{int(100 * part / whole)} %" if whole else "–"


@register.filter
def share(part: float) -> str:
    """A probability, rounded; never to none or all where it is neither."""
    if 0 < part < 0.001:
        return "less than 0.1 %"
    if 0.999 < part < 1:
        return "more than 99.9 %"
    return f"{100 * part:.3g} %"


@register.filter
def seconds(duration: float | None) -> str:
    if duration is None:
        return "–"
    if duration < 1:
        return "< 1 s"
    minutes, rest = divmod(round(duration), 60)
    return f"{minutes}:{rest:02d} min" if minutes else f"{rest} s"


@register.filter
def rounded(number: float) -> str:
    """A whole number from 10 up, one decimal below, and none that is 0."""
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")


@register.filter
def span_of_hours(hours: float) -> str:
    """In the unit that it is best thought of in."""
    if hours < 1:
        return f"{max(round(hours * 60), 1)} min"
    return f"{rounded(hours)} h" if hours < 48 else f"{rounded(hours / 24)} days"


@register.filter
def alpha_band(alpha: float) -> str:
    """In words, after Krippendorff (2004): firm from .8, tentative from .667. Bands to read by, not gates."""
    if alpha >= FIRM:
        return "firm"
    return "tentative" if alpha >= TENTATIVE else "low"


@register.filter
def band_tone(alpha: float) -> str:
    return {"firm": "good", "tentative": "accent", "low": "warn"}[alpha_band(alpha)]
