"""Rounds, caps, nominations and decisions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.querysets import CapQuerySet, NominationQuerySet, RoundQuerySet
from awards.states import Group, State
from campaign.models import Campaign, Deadline, DefinitionVersion
from core import clock
from core.text import folded, sort_key, tidy
from office.models import StoredFile, Transition
from units.models import Household, Organisation, Unit


class Round(models.Model):
    """One award round of a campaign; what it is stands in the definition, pinned once somebody nominates."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rounds")
    code = models.SlugField("mã", max_length=40)
    name = models.CharField("đợt khen thưởng", max_length=200)
    year = models.PositiveSmallIntegerField("năm")
    version = models.ForeignKey(DefinitionVersion, models.PROTECT, null=True, blank=True, related_name="+")
    opens_on = models.DateField("mở từ ngày", null=True, blank=True)
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, verbose_name="hạn nhận hồ sơ", related_name="+"
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["year", "code"]
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="round_code")]

    def __str__(self) -> str:
        return self.name


class Cap(models.Model):
    """How many of a group a round may award at most. Append-only; the current row is locked by every step that uses it."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="caps")
    group = models.CharField("nhóm", max_length=20, choices=Group)
    at_most = models.PositiveSmallIntegerField("không quá")
    clause = models.CharField("căn cứ", max_length=60)
    act = models.CharField("văn bản", max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = CapQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "group"], condition=Q(replaced_at=None), name="cap_one_current")
        ]


class Nomination(models.Model):
    """A dossier that proposes one collective or individual for an award of a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="nominations", verbose_name="đợt khen thưởng")
    category = models.CharField("nhóm đối tượng", max_length=30)
    group = models.CharField("tập thể hay cá nhân", max_length=20, choices=Group)
    state = models.CharField("trạng thái", max_length=30, choices=State, default=State.DRAFT)
    edition = models.PositiveIntegerField(default=1)

    # one nominee: a unit, an organisation, a household, or a person by name
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="nominations", verbose_name="địa phương"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="nominations", verbose_name="tổ chức"
    )
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="nominations", verbose_name="hộ gia đình"
    )
    person = models.CharField("họ và tên", max_length=120, blank=True)
    person_title = models.CharField("chức vụ, nơi công tác", max_length=200, blank=True)
    printed_name = models.CharField("tên ghi trong quyết định", max_length=300)
    has_consent = models.BooleanField("đồng ý công khai tên", default=False)

    # who proposes and carries the dossier
    holder_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="held_nominations", verbose_name="nơi lập"
    )
    holder_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="held_nominations", verbose_name="cơ quan lập"
    )
    achievements = models.TextField("tóm tắt thành tích", blank=True)
    report = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="báo cáo thành tích"
    )
    not_awarded_reason = models.CharField("lý do không khen", max_length=200, blank=True)
    override_reason = models.CharField("lý do trình khi chưa đạt", max_length=1000, blank=True)
    is_illustrative = models.BooleanField("minh họa", default=False)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="authored_nominations")
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=300, editable=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["round", "pk"]
        verbose_name = "hồ sơ đề nghị khen thưởng"
        constraints = [
            models.CheckConstraint(
                name="nomination_one_nominee",
                condition=(
                    Q(unit__isnull=False, organisation=None, household=None, person="")
                    | Q(unit=None, organisation__isnull=False, household=None, person="")
                    | Q(unit=None, organisation=None, household__isnull=False, person="")
                    | (Q(unit=None, organisation=None, household=None) & ~Q(person=""))
                ),
                violation_error_message="Hồ sơ đề nghị đúng một tập thể hoặc một cá nhân.",
            ),
            models.CheckConstraint(
                name="nomination_one_holder",
                condition=Q(holder_unit=None, holder_organisation__isnull=False)
                | Q(holder_unit__isnull=False, holder_organisation=None),
                violation_error_message="Hồ sơ do một địa phương hoặc một cơ quan lập.",
            ),
            models.UniqueConstraint(
                fields=["round", "unit"],
                condition=Q(unit__isnull=False) & ~Q(state=State.WITHDRAWN),
                name="nomination_unit_once",
            ),
            models.UniqueConstraint(
                fields=["round", "organisation"],
                condition=Q(organisation__isnull=False) & ~Q(state=State.WITHDRAWN),
                name="nomination_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["round", "household"],
                condition=Q(household__isnull=False) & ~Q(state=State.WITHDRAWN),
                name="nomination_household_once",
            ),
        ]
        indexes = [models.Index(fields=["round", "group", "state"], name="nomination_cap")]

    def __str__(self) -> str:
        return self.printed_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.printed_name = tidy(self.printed_name)
        self.sort_key = sort_key(self.printed_name)[:400]
        self.search_key = folded(self.printed_name)[:300]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def holder(self) -> Unit | Organisation:
        return self.holder_organisation or self.holder_unit


class Judgement(models.Model):
    """What a reviewer holds of one judged part, and why. Append-only: the last one counts."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="judgements")
    part = models.CharField("ý của tiêu chí", max_length=20)  # "Cb1.b"
    outcome = models.CharField("nhận xét", max_length=20)
    reason = models.CharField("lý do", max_length=1000)
    at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "part"], condition=Q(replaced_at=None), name="judgement_one_current"
            )
        ]


class Assessment(models.Model):
    """All findings of a nomination frozen at a step; never updated."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="assessments")
    step = models.CharField(max_length=30)
    findings = models.JSONField()
    at = models.DateTimeField(default=clock.now)


class NominationTransition(Transition):
    """One step that a nomination took."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="transitions")


class Decision(models.Model):
    """The chairman's decision that turns the list of a round into awards."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="decisions")
    number = models.CharField("số quyết định", max_length=60)
    signed_on = models.DateField("ngày ký")
    signer = models.CharField("người ký", max_length=120)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_illustrative = models.BooleanField("minh họa", default=False)

    class Meta:
        ordering = ["-signed_on"]
        constraints = [models.UniqueConstraint(fields=["number", "signed_on"], name="decision_number_once")]

    def __str__(self) -> str:
        return f"Quyết định {self.number}"


class Award(models.Model):
    """One award given by a decision; the printed name is kept as it stood."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="awards")
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="award")
    form = models.CharField("hình thức", max_length=60)
    printed_name = models.CharField("tên", max_length=300)
    public_name = models.CharField("tên công khai", max_length=300)  # without consent a household has no name
    group = models.CharField(max_length=20, choices=Group)
    category = models.CharField(max_length=30)

    class Meta:
        ordering = ["decision", "group", "pk"]
