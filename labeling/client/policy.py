"""How a campaign watches over quality."""

from typing import Any, TypedDict

from labeling.client.session import Session


class Outlook(TypedDict):
    """What a policy will do: `false_flags` is the probability that somebody of accuracy .85 is flagged within 40
    controls, `caught` after how many half of those are who answer at random, null if not within 200.
    """

    chance: float
    false_flags: float
    caught: int | None
    qualifying: dict[str, float]
    active: int
    wanted: int
    warnings: list[str]


class Policy:
    """`project.policy.change(gate={"p0": 0.9}, qualification={})`: sections as the server describes them."""

    def __init__(self, session: Session, path: str) -> None:
        self._session = session
        self._path = path

    def get(self) -> dict[str, Any]:
        """All sections, defaults included."""
        return self._asked("GET")

    def set(self, **sections: Any) -> dict[str, Any]:
        """What is left out takes its defaults."""
        return self._asked("PUT", sections)

    def change(self, **sections: Any) -> dict[str, Any]:
        """Each section is replaced as a whole, {} for its defaults; the others stay."""
        return self._asked("PATCH", sections)

    def outlook(self) -> Outlook:
        found: Outlook = self._session.get(f"{self._path}/outlook")
        return found

    def _asked(self, method: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        policy: dict[str, Any] = self._session.request(method, self._path, body=body)
        return policy
