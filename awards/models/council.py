"""A session of the Council: who sat, who stood aside, how each dossier was voted on."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models.nominations import Nomination
from awards.models.rounds import Round
from awards.querysets import CouncilSessionQuerySet
from core import clock
from core.text import lower_first
from office.models import StoredFile
from units.models import Organisation, Unit


class CouncilSession(models.Model):
    """One meeting about the list of a round."""

    class Method(models.TextChoices):
        OPEN = "open", "Biểu quyết công khai"
        SECRET = "secret", "Bỏ phiếu kín trên cổng"
        PAPER = "paper", "Bỏ phiếu giấy, nhập kết quả kiểm phiếu"

    class Denominator(models.TextChoices):
        ALL = "all_members", "tổng số thành viên Hội đồng"
        PRESENT = "present", "số thành viên có mặt"

    class State(models.TextChoices):
        PREPARING = "preparing", "Đang chuẩn bị"
        OPEN = "open", "Đang họp"
        CLOSED = "closed", "Đã kết thúc"

    round = models.ForeignKey(Round, models.PROTECT, related_name="sessions")
    name = models.CharField("phiên họp", max_length=200)
    held_on = models.DateField("ngày họp")
    place = models.CharField("địa điểm", max_length=200, blank=True)
    chair = models.CharField("chủ trì", max_length=120)
    secretary = models.CharField("thư ký", max_length=120)
    method = models.CharField("cách biểu quyết", max_length=20, choices=Method, default=Method.OPEN)
    denominator = models.CharField("tính trên", max_length=20, choices=Denominator, default=Denominator.ALL)
    threshold = models.DecimalField("tỷ lệ phải đạt (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    quorum = models.DecimalField("tỷ lệ có mặt (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    thresholds = models.JSONField("tỷ lệ của từng hình thức khác", default=dict, blank=True)  # form → "80.00" or null
    takes_written = models.BooleanField("nhận ý kiến văn bản của thành viên vắng", default=False)
    rule_mark = models.CharField("độ chắc của quy định", max_length=20, blank=True)
    rule_source = models.CharField("nguồn của quy định", max_length=300, blank=True)
    departs = models.CharField("khác quy định", max_length=500, blank=True)
    state = models.CharField("trạng thái", max_length=20, choices=State, default=State.PREPARING)
    began = models.TimeField("khai mạc lúc", null=True, blank=True)
    ended = models.TimeField("bế mạc lúc", null=True, blank=True)
    discussion = models.TextField("nội dung thảo luận", max_length=20000, blank=True)
    edition = models.PositiveIntegerField(default=1)
    is_illustrative = models.BooleanField("minh họa", default=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = CouncilSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = "phiên họp Hội đồng"

    @property
    def rule_clause(self) -> str:
        """The provisions that it votes by, where they were read in their own text; else nothing."""
        return self.rule_source if self.rule_mark == "confirmed" else ""

    @property
    def is_preparing(self) -> bool:
        """Its agenda and its members may still change."""
        return self.state == self.State.PREPARING

    @property
    def is_open(self) -> bool:
        """The Council meets."""
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        """Its results stand."""
        return self.state == self.State.CLOSED

    @property
    def is_secret(self) -> bool:
        """Members vote in the portal and nobody reads who voted how."""
        return self.method == self.Method.SECRET

    @property
    def is_on_paper(self) -> bool:
        """Votes are counted in the room and their numbers entered."""
        return self.method == self.Method.PAPER

    def __str__(self) -> str:
        return self.name


class CouncilMember(models.Model):
    """One member at a session; `user` where they have an account."""

    class Presence(models.TextChoices):
        PRESENT = "present", "Có mặt"
        WRITTEN = "written", "Vắng, có ý kiến bằng văn bản"
        ABSENT = "absent", "Vắng"

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="members")
    name = models.CharField("họ và tên", max_length=120)
    title = models.CharField("chức vụ", max_length=200, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    presence = models.CharField("dự họp", max_length=20, choices=Presence, default=Presence.PRESENT)
    absence = models.CharField("lý do vắng", max_length=200, blank=True)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "name"], name="council_member_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def attendance(self) -> str:
        """What a page shows of this row; its form sends it back."""
        return f"{self.presence}:{self.paper_id or ''}:{self.absence}"


class AgendaItem(models.Model):
    """One dossier of a session, its counts and what the Council held.

    Counts and roll (`present`, `written`, `recused`) are of when its vote ended: nothing is counted before, and who comes and
    goes later does not touch it.
    """

    class Result(models.TextChoices):
        OPEN = "", "Chưa biểu quyết"
        AGREED = "agreed", "Thông qua"
        DECLINED = "declined", "Không thông qua"
        STRUCK = "struck", "Đưa ra khỏi chương trình"

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="items")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField("thứ tự")
    agree = models.PositiveSmallIntegerField("đồng ý", null=True, blank=True)
    disagree = models.PositiveSmallIntegerField("không đồng ý", null=True, blank=True)
    blank = models.PositiveSmallIntegerField("không hợp lệ, trắng", null=True, blank=True)
    result = models.CharField("kết quả", max_length=20, choices=Result, default=Result.OPEN, blank=True)
    threshold = models.DecimalField("tỷ lệ phải đạt (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    present = models.PositiveSmallIntegerField("có mặt khi biểu quyết", null=True, blank=True)
    written = models.PositiveSmallIntegerField("vắng có văn bản khi biểu quyết", null=True, blank=True)
    recused = models.PositiveSmallIntegerField("không biểu quyết, trong số dự họp", null=True, blank=True)
    ended_at = models.DateTimeField("kết thúc biểu quyết lúc", null=True, blank=True)
    struck_reason = models.CharField("lý do đưa ra khỏi chương trình", max_length=300, blank=True)
    note = models.CharField("ý kiến của Hội đồng", max_length=1000, blank=True)
    # where the Council chooses: whether this candidate took a place, recorded once after the session
    chosen = models.BooleanField("được Hội đồng chọn", null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="agenda_item_chosen_is_agreed", condition=~Q(chosen=True) | Q(result="agreed")),
            models.UniqueConstraint(fields=["session", "nomination"], name="agenda_item_once"),
            models.CheckConstraint(
                name="agenda_item_counted_whole",
                condition=Q(agree=None, disagree=None, blank=None)
                | Q(agree__isnull=False, disagree__isnull=False, blank__isnull=False),
            ),
            models.CheckConstraint(
                name="agenda_item_struck_with_reason",
                condition=~Q(result="struck") | ~Q(struck_reason=""),
            ),
        ]

    @property
    def held_words(self) -> str:
        """What the Council held, behind "Hội đồng": where it chooses its choice, which may be another than the vote's."""
        if self.result == self.Result.AGREED and self.chosen is not None:
            return "chọn" if self.chosen else "không chọn"
        return lower_first(self.get_result_display())


class Recusal(models.Model):
    """A member who stands aside from one dossier, and why."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="recusals")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="recusals")
    reason = models.CharField("lý do", max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="recusal_once")]


class Vote(models.Model):
    """That a member voted on a dossier; how only on an open ballot."""

    class Word(models.TextChoices):
        AGREE = "agree", "Đồng ý"
        DISAGREE = "disagree", "Không đồng ý"
        BLANK = "blank", "Không có ý kiến"
        SECRET = "secret", "Đã bỏ phiếu"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="votes")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="votes")
    word = models.CharField(max_length=20, choices=Word)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="vote_once")]


class Ballot(models.Model):
    """A ballot in the box of a secret vote: without a name, a time or an order."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="ballots")
    word = models.CharField(max_length=20, choices=[word for word in Vote.Word.choices if word[0] != Vote.Word.SECRET])
