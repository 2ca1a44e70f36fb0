"""Dealing: choose records for an annotator and put them into their queue.

Records are locked in queue order here, but never waited for with another one in hand.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from labeling.actions.assignment.slots import ROOM, STRATUM, TAKEN
from labeling.models import Assignment, Queue, Stage, policy_of
from labeling.quality import control
from labeling.queries.strata import strata_of
from projects.models import Project, State

HELD = """
    WITH held AS (
        SELECT count(*) AS n FROM labeling_assignment
        WHERE project_id = %(project)s AND annotator_id = %(annotator)s AND state IN ('queued', 'open')
    )"""

# The sub-select in place of NOT EXISTS keeps the planner, whose statistics may date from an empty table, from
# scanning all assignments. `behind` runs only where nothing lies ahead of the cursor.
CANDIDATES = """
    SELECT r.id, r.position, {stratum} AS stratum FROM projects_record r
    WHERE r.project_id = %(project)s AND r.is_open AND {where} AND (SELECT n FROM held) <= %(most)s AND {room}
      AND (SELECT TRUE FROM labeling_assignment a
           WHERE a.record_id = r.id AND a.annotator_id = %(annotator)s AND a.state <> ALL (%(revivable)s)
           LIMIT 1) IS NULL
    ORDER BY r.position, r.id LIMIT %(limit)s FOR NO KEY UPDATE {lock}"""

# A control that somebody let go does not come again: it would, long before the records around it do, and so be known.
# The pool is small, so that it may be put in random order.
DRAWN = """
    SELECT c.record_id FROM labeling_control c JOIN projects_record r ON r.id = c.record_id AND NOT r.retired
    WHERE c.project_id = %(project)s AND c.state = 'active' AND (c.exposures < %(exposures)s) IS NOT FALSE
      AND (SELECT TRUE FROM labeling_assignment a
           WHERE a.record_id = c.record_id AND a.annotator_id = %(annotator)s
           LIMIT 1) IS NULL
    ORDER BY random() LIMIT %(controls)s FOR NO KEY UPDATE OF c SKIP LOCKED"""

INSERT = """
    INSERT INTO labeling_assignment AS a
           (project_id, record_id, annotator_id, state, purpose, stratum, manual, position, dealt_at, expires_at, reason)
    SELECT %(project)s, record_id, %(annotator)s, 'queued', purpose, stratum, FALSE, position, %(now)s, %(expires)s, ''
    FROM mixed ORDER BY place
    ON CONFLICT (record_id, annotator_id) DO UPDATE
    SET state = 'queued', purpose = excluded.purpose, stratum = excluded.stratum, manual = FALSE,
        position = excluded.position, dealt_at = excluded.dealt_at, opened_at = NULL, expires_at = excluded.expires_at, closed_at = NULL
    WHERE a.state = ANY (%(revivable)s)
    RETURNING record_id, position, purpose, stratum"""

# Whoever was dealt it before, let it lapse and is dealt it once more counts once. (This reads what was before.)
EXPOSED = """
    UPDATE labeling_control c SET exposures = exposures + 1
    FROM dealt WHERE dealt.record_id = c.record_id AND dealt.purpose <> 'work'
      AND (SELECT TRUE FROM labeling_assignment a
           WHERE a.record_id = dealt.record_id AND a.annotator_id = %(annotator)s AND a.purpose <> 'work'
           LIMIT 1) IS NULL"""

# Controls take the places of some of what was chosen, any of them, the last as well, and are dealt in the statement
# that deals the rest: neither their numbers nor their times give them away. Each is put beside the one before it.
DEAL = f"""
    , drawn AS MATERIALIZED (
        SELECT record_id, row_number() OVER () AS n FROM ({DRAWN}) found
    ), checks AS (
        SELECT drawn.record_id, chance.place
        FROM drawn JOIN unnest(%(places)s::int[]) WITH ORDINALITY AS chance (place, n) USING (n)
        WHERE chance.place < (SELECT count(*) FROM chosen)
    ), free AS (
        SELECT place, row_number() OVER (ORDER BY place) AS n
        FROM generate_series(0, (SELECT count(*) FROM chosen) - 1) AS place
        WHERE place NOT IN (SELECT place FROM checks)
    ), placed AS (
        SELECT c.id AS record_id, c.position, c.stratum, free.place
        FROM (SELECT id, position, stratum, row_number() OVER (ORDER BY position, id) AS n FROM chosen) c JOIN free USING (n)
    ), mixed AS (
        SELECT record_id, position, stratum, place, 'work' AS purpose FROM placed
        UNION ALL
        SELECT c.record_id, COALESCE(
                   (SELECT position FROM placed p WHERE p.place < c.place ORDER BY p.place DESC LIMIT 1),
                   (SELECT position FROM placed p WHERE p.place > c.place ORDER BY p.place LIMIT 1),
                   %(position)s), NULL, c.place, 'control'
        FROM checks c
    ), dealt AS ({INSERT}
    ), exposed AS ({EXPOSED}
    ), taken AS (
        UPDATE projects_record r SET open_slots = open_slots - 1{{taken}}
        FROM dealt WHERE r.id = dealt.record_id AND dealt.purpose = 'work'
    ), last AS (
        SELECT position, record_id FROM dealt WHERE purpose = 'work' ORDER BY position DESC, record_id DESC LIMIT 1
    ), moved AS (
        UPDATE labeling_queue q
        SET cursor_position = COALESCE(last.position, cursor_position),
            cursor_record = COALESCE(last.record_id, cursor_record), exhausted_until = NULL,
            controls = q.controls + (SELECT count(*) FROM dealt WHERE purpose = 'control')
        FROM (SELECT FROM dealt LIMIT 1) any_dealt LEFT JOIN last ON TRUE
        WHERE q.id = %(queue)s
    )
    SELECT (SELECT n FROM held) + (SELECT count(*) FROM dealt)"""  # noqa: S608 - made of this module's constants

# What those who fill some strata are dealt; all others are dealt what anybody may do, at no cost for that.
SOME = {"stratum": STRATUM, "room": ROOM, "taken": f", open_strata = {TAKEN.format(taken='dealt')}"}
NONE = {"stratum": "NULL::int", "room": "r.open_strata IS NULL", "taken": ""}


def _skipping(strata: dict[str, str]) -> str:
    ahead = CANDIDATES.format(
        where="(r.position, r.id) > (%(position)s, %(record)s)", lock="SKIP LOCKED", **strata
    )
    behind = CANDIDATES.format(
        where="(r.position, r.id) <= (%(position)s, %(record)s) AND NOT EXISTS (SELECT FROM ahead)",
        lock="SKIP LOCKED",
        **strata,
    )
    chosen = "SELECT * FROM ahead UNION ALL SELECT * FROM behind"
    return f"{HELD}, ahead AS ({ahead}), behind AS ({behind}), chosen AS ({chosen}){DEAL.format(**strata)}"


def _waiting(strata: dict[str, str]) -> str:
    return f"{HELD}, chosen AS ({CANDIDATES.format(where='TRUE', lock='', **strata)}){DEAL.format(**strata)}"


SKIPPING, SKIPPING_SOME = _skipping(NONE), _skipping(SOME)
WAITING, WAITING_SOME = _waiting(NONE), _waiting(SOME)

# What a Place holds.
PLACE = """
    q.id, q.cursor_position, q.cursor_record, q.exhausted_until,
    (SELECT GREATEST(wanted - counted - live, 0) / GREATEST(2 * active, 1)
     FROM labeling_progress p WHERE p.project_id = q.project_id),
    q.stage, q.controls, q.rounds, q.warned_at"""

ENTER = f"""
    INSERT INTO labeling_queue AS q (project_id, annotator_id, cursor_position, cursor_record, seen_at, stage)
    VALUES (%(project)s, %(annotator)s, %(first)s, 0, %(now)s, %(stage)s)
    ON CONFLICT (project_id, annotator_id) DO UPDATE SET seen_at = GREATEST(q.seen_at, excluded.seen_at)
    RETURNING {PLACE}"""  # noqa: S608 - made of this module's constants

PRESENT = f"""
    SELECT {PLACE} FROM labeling_queue q
    WHERE q.project_id = %(project)s AND q.annotator_id = %(annotator)s AND q.seen_at > %(since)s
      AND q.stage = 'working'
    FOR NO KEY UPDATE"""  # noqa: S608 - made of this module's constants

FIRST = Queue._meta.get_field("cursor_position").get_default()
CHANCE = SystemRandom()
# Whoever was not here for this long has gone.
IDLE_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Place:
    """An annotator's locked queue row; `fair` is an even share of what is left, None while that is unknown."""

    id: int
    position: int
    record: int
    exhausted_until: datetime | None
    fair: int | None
    stage: Stage
    controls: int
    rounds: int
    warned_at: datetime | None


def enter(project: Project, *, annotator: User, now: datetime) -> Place:
    """Lock the annotator's queue, made at need, and note that they are here."""
    return Place(*_execute(ENTER, entering(project, annotator=annotator, now=now)))


def entering(project: Project, *, annotator: User, now: datetime) -> dict[str, Any]:
    """What the statement ENTER asks for."""
    begins = Stage.QUALIFYING if policy_of(project).qualification else Stage.WORKING
    return {"project": project.pk, "annotator": annotator.pk, "first": FIRST, "now": now, "stage": begins}


def deal(
    project: Project,
    *,
    annotator: User,
    place: Place,
    strata: list[int],
    now: datetime,
    wait: bool,
    most: int = 0,
) -> int:
    """Put up to the project's depth of records into the queue of `place`, whose lock is held.

    Puts none where the queue holds more than `most` already. Returns how many it holds now, open ones included.
    Passes over records that others hold a lock on; finding nothing so, it waits for one once (`wait`), because a
    record that is locked now may be free a moment later. The depth shrinks as the campaign ends, so that the last
    records lie in nobody's queue while others have nothing to do. Controls come in the place of some, by chance.
    """
    depth = project.queue_depth if place.fair is None else max(1, min(project.queue_depth, place.fair))
    policy = policy_of(project)
    warned = place.warned_at is not None
    places = control.places(depth, policy.insertion, seen=place.controls, random=CHANCE, warned=warned)
    values = {
        "project": project.pk,
        "annotator": annotator.pk,
        "queue": place.id,
        "position": place.position,
        "record": place.record,
        "strata": strata,
        "revivable": list(Assignment.REVIVABLE),
        "limit": depth,
        "most": most,
        "places": list(places),
        "controls": len(places),
        "exposures": policy.watch.exposures,
        "now": now,
        "expires": now + timedelta(minutes=project.lease_minutes),
    }
    (holds,) = _execute(SKIPPING_SOME if strata else SKIPPING, values)
    if not holds and wait:
        # One record: whoever waits with a lock in hand may be waited for.
        (holds,) = _execute(
            WAITING_SOME if strata else WAITING, values | {"limit": 1, "places": [], "controls": 0}
        )
    return int(holds)


def top_up(project_id: int, *, annotators: list[int]) -> None:
    """Deal to those of these annotators who are here and whose queues are less than half full."""
    running = Project.objects.filter(pk=project_id, state=State.RUNNING)
    project = running.select_related("policy").first()
    if project is None:
        return
    members = User.objects.filter(is_active=True, memberships__workspace=project.workspace_id)
    for annotator in members.filter(pk__in=annotators):
        _top_up(project, annotator, timezone.now())


@transaction.atomic
def _top_up(project: Project, annotator: User, now: datetime) -> None:
    found = _execute(PRESENT, {"project": project.pk, "annotator": annotator.pk, "since": now - IDLE_AFTER})
    if found is not None:
        half = project.queue_depth // 2
        mine = strata_of(project, annotator)
        deal(project, annotator=annotator, place=Place(*found), strata=mine, now=now, wait=False, most=half)


def _execute(statement: str, values: dict[str, Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()
