"""Unforgeable marks in every free text of every row, and whose words each row holds.

A mark names the place, the field and the row: `zq17q204q` is mark 17 of `Marks.kinds` on row 204. It survives pages, workbooks and
documents, capital letters and search keys.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from accounts.models import AuditEvent, AuditPayload, User
from awards.decisions.told import KEPT_BACK
from office.models import StoredFile
from units.models import Organisation, Unit

PORTAL = ("accounts", "office", "units", "campaign", "awards", "reports")
MARK = re.compile(r"zq(\d+)q(\d+)q", re.IGNORECASE)
PREFIX = "zq"  # of every mark: searching for it finds all that somebody may find
Places = frozenset[str]
NOBODY_S: Places = frozenset()

# ---- what is seen by all, with the reason ----

OPEN: Mapping[str, str] = {
    "units.Unit": "the map of the country is public",
    "units.UnitName": "the map of the country is public",
    "units.Ancestry": "the map of the country is public",
    "units.Placement": "the map of the country is public",
    "units.Classification": "the map of the country is public",
    "units.OwnKind": "which classes and kinds of bodies there are is told wherever units and bodies are",
    "units.Succession": "the map of the country is public",
    "units.SuccessionShare": "how a split unit's figures are divided is printed under its series",
    "units.Organisation": "which departments and organisations there are is told to all",
    "units.DutyHolding": "who holds a duty of the movement is told to all",
    "units.OrganisationSuccession": "who took over whose work is told to all",
    "units.Beginning": "how far the set-up has come: no place is named",
    "units.Bloc": "clusters and blocs are told to all",
    "units.BlocProgramme": "what a bloc set itself is read by all who sign in",
    "units.BlocCriterion": "what a bloc set itself is read by all who sign in",
    "campaign.Campaign": "the plan is told to all",
    "campaign.DefinitionVersion": "the plan is told to all",
    "campaign.Deadline": "deadlines are told to all",
    "campaign.Period": "which figures are collected when is told to all",
    "campaign.OfficialAct": "the act that makes the province's figures official stands beside every district's figures",
    "awards.Round": "the rounds of the plan are told to all",
    "awards.Cap": "how many may be awarded stands in the plan",
    "awards.Holiday": "days off are told to all",
}
OPEN_ROWS: tuple[tuple[str, Callable[[Any], bool], Places, str], ...] = (
    ("campaign.Record", lambda row: row.state == "published", frozenset({"title", "body", "details", "search_key"}),
     "a model story that was published is for everybody to learn from"),
    ("accounts.User", lambda row: _sits_at_province(row), frozenset({"full_name", "job_title"}),
     "who of the province asked, returned or decided is named to those whom it concerns"),
    ("accounts.User", lambda row: row.is_builtin, frozenset({"full_name"}), "what the command line did is said so"),
    ("awards.Nomination", lambda row: row.state == "public_comment", frozenset({"printed_name"}),
     "those about whom the public is heard are named in public while the term runs"),
)  # fmt: skip

# ---- what is a word of the code, not of people ----

CODES = frozenset({
    "accounts.User.password", "accounts.User.username",
    "accounts.AuditEvent.actor", "accounts.AuditEvent.unit_code", "accounts.AuditEvent.verb", "accounts.AuditEvent.subject_type",
    "accounts.AuditEvent.subject_id", "accounts.AuditEvent.address", "accounts.AuditEvent.payload_digest", "accounts.AuditEvent.mac",
    "accounts.AuditHead.mac", "accounts.AuditHead.seal",
    "office.Sending.key", "office.Sending.digest", "office.Sending.made", "office.StoredFile.media_type", "office.StoredFile.sha256", "office.Notice.url", "office.Notice.about", "office.LongWork.kind",
    "campaign.PlanReceipt.duty", "campaign.Record.subject_type", "campaign.Record.state", "campaign.FigureSet.standard",
    "campaign.Period.standard", "campaign.LateEntry.standard", "campaign.OfficialAct.standard", "campaign.YearStandard.standard",
    "campaign.StandardFile.code", "campaign.StandardFile.content", "campaign.StandardFile.digest",
    "campaign.PlanDraft.plan", "campaign.PlanDraft.content", "campaign.PlanDraft.before",
    "campaign.Cell.indicator", "campaign.FigureEdit.field", "campaign.FigureEdit.old", "campaign.FigureEdit.new",
    "campaign.Explanation.check_id", "campaign.Explanation.seal", "campaign.Comment.field", "campaign.Target.indicator",
    "awards.Choice.group", "awards.Nomination.category", "awards.Nomination.group", "awards.Nomination.form",
    "awards.Nomination.regime", "awards.Nomination.not_awarded_code", "awards.DossierPaper.part", "awards.EvidenceLink.part",
    "awards.EvidenceLink.kind", "awards.EvidenceLink.key", "awards.Judgement.part", "awards.Judgement.outcome",
    "awards.Assessment.step", "awards.CouncilSession.rule_mark", "awards.Decision.regime", "awards.Award.form", "awards.Award.group",
    "awards.Award.category", "awards.Recognition.group", "awards.PaperTemplate.kind", "awards.Paper.kind", "awards.Paper.authority",
    "awards.Paper.signing", "awards.Paper.digest",
    *(f"{label}Transition.{name}" for label in ("campaign.Figure", "campaign.Plan", "campaign.Record", "awards.Nomination")
      for name in ("step", "source", "target")),
})  # fmt: skip
# A state that only holds without these words (a constraint), so that they are marked where they stand already.
ONLY_WHERE_WRITTEN = frozenset({
    "awards.Nomination.person", "campaign.Record.subject_label", "awards.Nomination.person_title", "awards.Matter.conclusion_document", "awards.AgendaItem.struck_reason",
    "awards.Recognition.annulled_by_act", "awards.Paper.number", "awards.Submission.recall_reason", "awards.SubmissionItem.answer",
    "awards.SubmissionItem.reason", "awards.SubmissionItem.recall_reason", "awards.Objection.answer", "awards.DossierPaper.on_paper", "awards.Opinion.paper",
})  # fmt: skip

# ---- whose words ----

UNIT = ("unit", "organisation")
OWNERS: Mapping[str, tuple[str, ...]] = {
    "units.Household": ("village",), "units.HouseholdHead": ("household",), "units.HouseholdYear": ("household",),
    "units.ExitRegistration": ("household",),
    "campaign.LateEntry": UNIT[:1], "campaign.Plan": UNIT, "campaign.PlanReceipt": ("plan",), "campaign.FilingDuty": UNIT,
    "campaign.PlanFile": ("plan",), "campaign.PlanTransition": ("plan",),
    "campaign.Fund": UNIT, "campaign.FundHandover": ("source", "target"), "campaign.Record": (*UNIT, "about"),
    "campaign.RecordFile": ("record",), "campaign.RecordTransition": ("record",), "campaign.FigureSet": UNIT[:1],
    "campaign.Cell": ("figure_set",), "campaign.FigureEdit": ("figure_set",), "campaign.Explanation": ("figure_set",),
    "campaign.Comment": ("figure_set",), "campaign.FigureTransition": ("figure_set",), "campaign.Target": UNIT[:1],
    "campaign.Expectation": UNIT[:1],
    "awards.Nomination": (*UNIT, "household", "holder_unit", "holder_organisation"),
    **{f"awards.{name}": ("nomination",) for name in
       ("NominationTransition", "NominationVersion", "DossierPaper", "EvidenceLink", "Judgement", "Assessment", "Opinion",
        "StandIn", "Reminder", "CommentPeriod", "Matter", "AgendaItem", "Award", "StruckAward", "SubmissionItem", "Paper")},
    "awards.Objection": ("period",), "awards.Recusal": ("item",), "awards.Vote": ("item",), "awards.Ballot": ("item",),
    "awards.AwardRevision": ("award",), "awards.AwardRestoration": ("award",), "awards.Recognition": (*UNIT, "household", "place", "holder"),
}  # fmt: skip
PROVINCE_S = frozenset({  # what the province's offices keep for themselves
    "awards.Choice", "awards.CouncilSession", "awards.CouncilMember", "awards.PaperTemplate", "awards.BlankLayout",
    "awards.Submission", "awards.RuleChange", "awards.GoldenEntry", "awards.GoldenYear", "awards.ConfirmedBasis", "awards.RewardRate",
    "accounts.AuditHead", "units.BlocMember", "campaign.PlanDraft",
})  # fmt: skip
PROVINCE: Places = frozenset({"58"})
HOUSEHOLDS = frozenset({"units.Household", "units.HouseholdHead", "units.HouseholdYear", "units.ExitRegistration"})


def _sits_at_province(user: User) -> bool:
    return user.memberships.filter(unit__code="58").exists()


def _is_kept_back(row: Any) -> bool:
    award = getattr(row.nomination, "award", None)
    return row.step in KEPT_BACK and (award is None or award.decision.released_at is None)


def _of_user(user: User) -> Places:
    """The user, and where they sit: an organisation's people are the organisation's."""
    seats = user.memberships.select_related("unit", "organisation")
    return frozenset({f"@{user.username}", *((seat.organisation or seat.unit).code for seat in seats)})


def _of_file(row: StoredFile) -> Places:
    """Of whatever refers to it; of who handed it in when nothing does."""
    found: set[str] = set()
    for model, name in _keepers():
        for owner in model._base_manager.filter(**{name: row.pk}):
            found |= places_of(owner, open_too=True)
    return frozenset(found) or frozenset({f"@{row.stored_by.username}"})


@cache
def _keepers() -> list[tuple[type[models.Model], str]]:
    """The models that keep files, and by which field."""
    return [
        (model, one.name)
        for app in PORTAL
        for model in apps.get_app_config(app).get_models()
        for one in model._meta.concrete_fields
        if one.related_model is StoredFile
    ]


def _of_event(row: AuditEvent) -> Places:
    """Of what it was done to; who did it reads it as well, with the right to read the trail at all."""
    if not row.subject_type:
        return PROVINCE
    subject = apps.get_model(row.subject_type)._base_manager.filter(pk=row.subject_id).first()
    return PROVINCE if subject is None else places_of(subject, open_too=True)


def _of_payload(row: AuditPayload) -> Places:
    return _of_event(AuditEvent.objects.get(seq=row.event_seq))


SPECIAL: Mapping[str, Callable[[Any], Places]] = {
    "accounts.User": _of_user, "accounts.AuditEvent": _of_event, "accounts.AuditPayload": _of_payload, "office.StoredFile": _of_file,
    "units.Reorganisation": lambda row: frozenset(unit.code for unit in row.units.all()) or PROVINCE,
    # decided is not released: until then a decision, and that it was taken, is the province's alone (`awards.decisions.told`)
    "awards.Decision": lambda row: PROVINCE.union(*map(places_of, row.awards.all())),
    "awards.Award": lambda row: places_of(row.nomination) if row.decision.released_at else PROVINCE,
    "awards.NominationTransition": lambda row: PROVINCE if _is_kept_back(row) else places_of(row.nomination),
    "office.Sending": lambda row: frozenset({f"@{row.owner.username}"}),
    "office.Notice": lambda row: frozenset({f"@{row.to.username}", f"@{row.written_by.username}"}),
    "office.LongWork": lambda row: frozenset({f"@{row.asked_by.username}"}),
    "awards.Paper": lambda row: places_of(row.nomination) if row.nomination_id else PROVINCE,
    "awards.ReplacedFile": lambda row: PROVINCE,
    # that somebody is away is known wherever work is given to them; the trail of it is their unit's
    "units.Absence": lambda row: frozenset(place for place in _of_user(row.user) if not place.startswith("@")),
    "units.Membership": lambda row: frozenset({(row.organisation or row.unit).code, f"@{row.user.username}"}),
}  # fmt: skip


def places_of(row: Any, *, open_too: bool = False) -> Places:
    """The codes of the units and organisations whose words a row holds, and `@username` of who alone may read it.

    Nothing for what is open to all. Raises `KeyError` for a model that nobody placed: say whose its words are.
    """
    label = row._meta.label
    if isinstance(row, Unit | Organisation):
        return frozenset({row.code})
    if label in SPECIAL:
        return SPECIAL[label](row)
    if label in OPEN:
        return NOBODY_S if not open_too else places_of(row.unit) if getattr(row, "unit_id", None) else PROVINCE
    if label in PROVINCE_S:
        return PROVINCE
    owners = [getattr(row, name) for name in OWNERS[label]]
    return frozenset().union(*(places_of(owner) for owner in owners if owner is not None))


# ---- marking ----


@dataclass(frozen=True)
class Kind:
    """One field of the rows of one place."""

    model: str
    name: str
    places: Places

    @property
    def label(self) -> str:
        return f"{self.model}.{self.name}"


@dataclass
class Marks:
    """Every mark that was put, by its number."""

    kinds: list[Kind] = field(default_factory=list)

    def number(self, kind: Kind) -> int:
        self.kinds.append(kind)
        return len(self.kinds) - 1

    def found_in(self, text: str) -> set[tuple[Kind, int]]:
        """The marks that somebody could read there: field and key of the row."""
        return {(self.kinds[int(number)], int(pk)) for number, pk in set(MARK.findall(text))}


def texts_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields in which people's own words stand."""
    return [
        one
        for one in model._meta.concrete_fields
        if one.get_internal_type() in {"CharField", "TextField", "JSONField"}
        and not one.choices
        and f"{model._meta.label}.{one.name}" not in CODES
    ]


def _is_open(label: str, name: str, row: Any) -> bool:
    return any(label == one and name in names and holds(row) for one, holds, names, _ in OPEN_ROWS)


def mark_everything() -> Marks:
    """Put a mark into every free text of every row that is not open to all."""
    marks, found = Marks(), {}
    for model in _models():
        rows = list(model._base_manager.all())
        found[model] = [(row, places_of(row)) for row in rows]  # of all before any is changed
    for model, placed in found.items():
        for one in texts_of(model):
            _mark(marks, model, one, placed)
    return marks


def _models() -> Iterator[type[models.Model]]:
    for app in PORTAL:
        for model in apps.get_app_config(app).get_models():
            if model._meta.label not in OPEN and texts_of(model):
                yield model


def _mark(marks: Marks, model: type[models.Model], one: Any, placed: Iterable[tuple[Any, Places]]) -> None:
    label = f"{model._meta.label}.{one.name}"
    groups: dict[Places, list[Any]] = {}
    for row, places in placed:
        if _is_open(model._meta.label, one.name, row) or (label in ONLY_WHERE_WRITTEN and not getattr(row, one.name)):
            continue
        groups.setdefault(places, []).append(row)
    for places, rows in groups.items():
        number = marks.number(Kind(model._meta.label, one.name, places))
        if one.get_internal_type() == "JSONField" or model is AuditPayload:
            for row in rows:
                _mark_leaves(model, one, row, f"{PREFIX}{number}q{row.pk}q")
        else:
            word = Concat(Value(f"{PREFIX}{number}q"), Cast("pk", CharField()), Value("q"))
            model._base_manager.filter(pk__in=[row.pk for row in rows]).update(**{one.name: word})


def _mark_leaves(model: type[models.Model], one: Any, row: Any, mark: str) -> None:
    """Every sentence in a tree gets the mark before it; a word without a blank is a code."""
    value = getattr(row, one.name)
    tree = json.loads(value) if isinstance(value, str) else value
    marked = _marked(tree, mark)
    stored = json.dumps(marked, ensure_ascii=False) if isinstance(value, str) else marked
    model._base_manager.filter(pk=row.pk).update(**{one.name: stored})


def _marked(tree: Any, mark: str) -> Any:
    if isinstance(tree, dict):
        return {key: _marked(value, mark) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_marked(value, mark) for value in tree]
    return f"{mark} {tree}" if isinstance(tree, str) and " " in tree else tree
