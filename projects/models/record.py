from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from projects.models.project import Project

RANDOM_BITS, TIER_BITS = 44, 4
"""The low bits of a position, and those above them; its priority has the rest."""
PRIORITY_SHIFT = RANDOM_BITS + TIER_BITS
LAST_TIER = (1 << TIER_BITS) - 1


class Record(models.Model):
    """One unit to label: its place in the queue and the count of its slots. What it shows is its content.

    The row is narrow because dealing rewrites it. Every live assignment and every counted response holds one slot:
    held = overlap - open_slots + excess. Only the statement that takes or frees a slot changes these, under the
    row's lock. `excess` is what lowering the overlap left over: answers are never thrown away.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="records")
    external_id = models.CharField(max_length=200, null=True, blank=True)
    # Queue order, smallest first: the priority in the high bits, below it the tier, and below that a random number
    # fixed at import, so that annotators do not all meet at the same records. The tier is 0 at first, and more where a
    # record asks for more answers than others do to begin with: these come behind.
    position = models.BigIntegerField()
    overlap = models.PositiveSmallIntegerField()
    # Set where the record asks for another number than its project does.
    own_overlap = models.BooleanField(default=False)
    # Set where the project's policy says which number that is: the project's own leaves it alone.
    by_policy = models.BooleanField(default=False, db_default=False)
    open_slots = models.PositiveSmallIntegerField()
    excess = models.PositiveSmallIntegerField(default=0)
    # Where the record wants certain people: the open slots of each of its project's strata, in their order; together
    # they are `open_slots`. Below 0 where a stratum has more answers than it wants. Null where anybody will do.
    open_strata = ArrayField(models.SmallIntegerField(), null=True)
    retired = models.BooleanField(default=False)
    # Never dealt from the common queue: its answers are known, and it is dealt to check people (a control). What
    # is dealt so holds no slot.
    withheld = models.BooleanField(default=False, db_default=False)
    # Kept by the database so that an update of open_slots changes no indexed column until the record closes.
    is_open = models.GeneratedField(
        expression=Q(open_slots__gt=0, retired=False, withheld=False),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "external_id"], name="record_external_id_once"),
            models.CheckConstraint(condition=Q(overlap__gte=1), name="record_overlap_positive"),
            models.CheckConstraint(condition=Q(open_slots__gte=0), name="record_slots_not_negative"),
            models.CheckConstraint(
                condition=Q(open_slots__lte=F("overlap")), name="record_slots_within_overlap"
            ),
            models.CheckConstraint(
                condition=Q(open_slots=0) | Q(excess=0), name="record_excess_only_when_full"
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "position", "id"], condition=Q(is_open=True), name="record_queue"
            ),
        ]

    def __str__(self) -> str:
        return self.external_id or f"record {self.pk}"

    @property
    def held(self) -> int:
        """Slots held by live assignments and counted responses."""
        return self.overlap - self.open_slots + self.excess

    @property
    def priority(self) -> int:
        return -(self.position >> PRIORITY_SHIFT)

    @property
    def tier(self) -> int:
        return self.position >> RANDOM_BITS & LAST_TIER


class Content(models.Model):
    """What a record shows (`fields`, by field name) and what only organizers know about it (`metadata`, `batch`)."""

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="content")
    fields = models.JSONField()
    metadata = models.JSONField(default=dict)
    batch = models.CharField(
        max_length=100, blank=True, default="", db_default="", help_text="The import that it came with."
    )
