"""Nominations: who is proposed, by whom, with what papers and evidence."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models.rounds import Round
from awards.querysets import NominationQuerySet
from awards.workflow.states import State
from core import clock
from core.own_words import in_own_words
from core.text import folded, sort_key, tidy
from office.models import StoredFile, Transition
from units.models import Bloc, Household, Organisation, Unit


class Sex(models.TextChoices):
    """Of a person who is proposed, or of the head of a household."""

    FEMALE = "female", "Nữ"
    MALE = "male", "Nam"


class Nomination(models.Model):
    """A dossier that proposes one collective or individual for an award of a round."""

    stands_at = ("place",)

    round = models.ForeignKey(Round, models.PROTECT, related_name="nominations", verbose_name="đợt khen thưởng")
    category = models.CharField("nhóm đối tượng", max_length=30)
    group = models.CharField("nhóm của số lượng", max_length=20)
    bloc = models.ForeignKey(Bloc, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cụm, khối")
    form = models.CharField("hình thức đề nghị", max_length=60, blank=True)  # code of the plan
    regime = models.CharField("chế độ pháp luật", max_length=10, blank=True)  # bound when it is submitted
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
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)  # never on public pages
    staff_code = models.CharField("mã cán bộ", max_length=40, blank=True)
    sex = models.CharField("giới tính", max_length=10, choices=Sex, blank=True)  # for the balance report alone
    is_direct_worker = models.BooleanField("trực tiếp lao động, sản xuất", null=True, blank=True)
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
    earlier_awards = models.TextField("khen thưởng đã nhận (tự khai)", max_length=3000, blank=True)
    movements = models.JSONField("phong trào liên quan", default=list, blank=True)
    not_awarded_code = models.CharField("loại lý do không khen", max_length=100, blank=True)
    not_awarded_reason = models.CharField("lý do không khen", max_length=200, blank=True)
    override_reason = models.CharField("lý do trình khi chưa đạt", max_length=1000, blank=True)
    accepted_at = models.DateTimeField("nhận đủ hồ sơ lúc", null=True, blank=True)
    due_on = models.DateField("hạn giải quyết", null=True, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="handled_nominations",
        verbose_name="người thụ lý",
    )  # fmt: skip
    is_late = models.BooleanField("nhập bù", default=False)
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
        indexes = [
            models.Index(fields=["round", "group", "state"], name="nomination_cap"),
            models.Index(fields=["round", "group", "sort_key", "id"], name="nomination_list"),
        ]

    def get_state_display(self) -> str:
        """Where it stands, as the province that is shown calls it."""
        return in_own_words(State(self.state).label)

    def __str__(self) -> str:
        return self.printed_name

    is_only_told = False  # as a reader is told of it (`awards.decisions.told`), not as it stands

    def save(self, *args: object, **kwargs: object) -> None:
        assert not self.is_only_told, "a dossier as it is told is for reading"
        self.printed_name = tidy(self.printed_name)
        self.sort_key = sort_key(self.printed_name)[:400]
        self.search_key = folded(self.printed_name)[:300]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # as Django's

    @property
    def has_sheet(self) -> bool:
        """Its page is the sheet of the appraisal."""
        return self.state in (State.UNDER_APPRAISAL, State.APPRAISED)

    @property
    def place(self) -> Unit:
        """Where its holder stands."""
        return self.holder_unit or self.holder_organisation.seat

    @property
    def holder(self) -> Unit | Organisation:
        return self.holder_organisation or self.holder_unit


class NominationTransition(Transition):
    """One step that a nomination took."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="transitions")


class NominationVersion(models.Model):
    """The dossier as it was each time it was sent on; never updated."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["nomination", "number"], name="nomination_version_number")]


class DossierPaper(models.Model):
    """A paper of the dossier, by the part of the list that the law of its day asks for; earlier ones stay."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="dossier_papers")
    part = models.CharField("thành phần hồ sơ", max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    on_paper = models.CharField("bản giấy (số, ngày)", max_length=120, blank=True)
    at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["part", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "part"], condition=Q(replaced_at=None), name="dossier_paper_one_current"
            ),
            models.CheckConstraint(name="dossier_paper_is_there", condition=Q(file__isnull=False) | ~Q(on_paper="")),
        ]


class EvidenceLink(models.Model):
    """Something in the portal, or a paper, that the holder puts beside a part of a criterion."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="evidence")
    part = models.CharField("ý của tiêu chí", max_length=20)  # "Cc1.c"
    kind = models.CharField(max_length=30)  # "record", "plan", "registration", "paper"
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=300)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["part", "pk"]


class Reminder(models.Model):
    """That whose turn a dossier is were reminded of it: once a day at most, by the portal at night or by an officer."""

    stands_at = ("nomination.place",)

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="reminders")
    on = models.DateField("nhắc ngày")
    since = models.DateField("chờ từ ngày")
    due = models.DateField("hạn", null=True, blank=True)
    people = models.CharField("người được nhắc", max_length=500)  # as they were called that day
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["nomination", "on"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"Nhắc {self.people}: {self.nomination}"
