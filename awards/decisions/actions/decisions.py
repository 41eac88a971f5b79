"""Decisions: they award, correct and revoke. Signed when they are signed, released together when it is time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.controls.actions.lapsing import lapse
from awards.controls.domain.rule_acts import why_not_signed
from awards.controls.effects import Effect, place_lines
from awards.council.sessions import held
from awards.decisions.actions import golden
from awards.decisions.actions.signed import put
from awards.decisions.domain.renames import Known, why_not_named, why_not_renamed, why_unusual
from awards.decisions.known_names import known_names, recipient_of
from awards.law.in_force import regime_on
from awards.models import Award, AwardRevision, Decision, Nomination, ReplacedFile, Round, RuleChange
from awards.nominations.actions.nominations import locked, take
from awards.rounds import caps
from awards.workflow.actions.telling import tell_released
from awards.workflow.facts import nomination_facts
from awards.workflow.stakes import begun_on
from awards.workflow.table import NOMINATION
from campaign.evaluation.province_units import province_on
from core import clock
from core.acts import why_no_reason
from core.days import why_too_early
from core.numbers import format_date
from core.own_words import in_own_words
from core.text import folded, lower_first, tidy
from core.workflow import Refused
from units import access

TOLD_WITH = ("round", "holder_unit", "holder_organisation__seat", "unit", "organisation")
RELEASERS = "Chủ tịch UBND tỉnh và cơ quan thi đua, khen thưởng của tỉnh"


def why_before(award_round: Round, signed_on: date) -> list[str]:
    """A decision on a round is not signed before the first of the years that the round is about."""
    first = min(award_round.shape.window)
    because = f"sớm hơn năm đầu được xét của {award_round.name}"
    why = why_too_early(signed_on, since=date(first, 1, 1), what="Ngày ký", because=because)
    return [why] if why else []


def _why_not_paper(number: str, signed_on: date, signer: str) -> list[str]:
    return why_not_signed("Quyết định", number, signed_on, signer, today=clock.today())


def why_before_its_road(nominations: Sequence[Nomination], signed_on: date) -> list[str]:
    """A decision is not signed before its dossiers were begun, nor before the Council met that agreed to them."""
    met = [row.session.held_on for row in held(nominations).values()]
    whys = [
        *(
            why_too_early(signed_on, since=begun_on(item), what="Ngày ký", because="khi hồ sơ được lập")
            for item in nominations
        ),
        *(why_too_early(signed_on, since=day, what="Ngày ký", because="khi Hội đồng họp") for day in met),
    ]
    return list(dict.fromkeys(filter(None, whys)))


def why_twice(award_round: Round, number: str, signed_on: date) -> str:
    """Why a number does not stand again: whoever signs gives each once a year. Else nothing."""
    issuer = province_on(award_round.campaign, signed_on)
    rows = Decision.objects.filter(number=number.strip(), signed_on__year=signed_on.year, recalled_at=None)
    for row in rows.select_related("round__campaign__province"):
        if row.signed_on == signed_on or province_on(row.round.campaign, row.signed_on) == issuer:
            day = format_date(row.signed_on)
            return f"Quyết định số {row.number} ngày {day} đã có trong cổng; mỗi số chỉ cấp một lần trong năm."
    return ""


def _refuse_twice(award_round: Round, number: str, signed_on: date) -> None:
    if why := why_twice(award_round, number, signed_on):
        raise Refused(why)


def decide(
    award_round: Round,
    *,
    number: str,
    signed_on: date,
    signer: str,
    pks: Sequence[int],
    by: User,
    step: str = "award",
    is_illustrative: bool = False,
) -> Decision:
    """The decision turns the list of a round into awards: all of it or nothing. Raises `Refused`.

    `step` is "award_by_state" where the Prime Minister or the State President decided.
    """
    refusals = _why_not_paper(number, signed_on, signer) + why_before(award_round, signed_on)
    if not pks:
        refusals.append("Danh sách trình chưa có tập thể, cá nhân nào.")
    if refusals:
        raise Refused(*refusals)
    with audit.change(by) as trail:
        boards = caps.boards([award_round], lock=True)
        nominations = locked(pks)
        _refuse_twice(award_round, number, signed_on)
        refusals.extend(why_before_its_road(nominations, signed_on))
        stopped = why_stopped(nominations, step, by=by)
        for nomination in nominations:
            if nomination.round_id != award_round.pk:
                refusals.append(f"{nomination.printed_name}: hồ sơ thuộc đợt khác.")
                continue
            refusals.extend(f"{nomination.printed_name}: {text}" for text in stopped.get(nomination.pk, ()))
        refusals.extend(why_over(boards, award_round))
        if refusals:
            raise Refused(*refusals)
        decision = Decision.objects.create(
            round=award_round,
            number=number.strip(),
            signed_on=signed_on,
            signer=signer.strip(),
            recorded_by=by,
            regime=regime_on(signed_on).code,
            is_illustrative=is_illustrative,
        )
        trail.add("decide", decision, label=f"{decision}, {award_round.name}", new=len(nominations))
        given = [_give(decision, nomination) for nomination in nominations]
        golden.enter(decision, given, trail)
        for nomination in nominations:
            take(nomination, step, by=by, reason=f"Quyết định số {decision.number}", trail=trail)
        return decision


def why_over(boards: caps.Boards, award_round: Round) -> list[str]:
    """The ceilings of a round of which more places are held than there are."""
    return [
        f"Danh sách vượt số lượng {lower_first(board.title)} ({board.grounds or 'số lượng chưa xác định'})."
        for board in caps.of_round(boards, award_round)
        if board.used > (board.at_most or 0) and (board.at_most is not None or board.holders)
    ]


def why_stopped(nominations: Sequence[Nomination], step: str, *, by: User) -> dict[int, tuple[str, ...]]:
    """Of a list those that a paper cannot take a step on, by key, with every objection: asked anew on the day of it."""
    facts = nomination_facts(nominations, by=by, has_decision=True)
    found = {item.pk: NOMINATION.refusals(NOMINATION[step], facts[item.pk]) for item in nominations}
    return {pk: why for pk, why in found.items() if why}


def _give(decision: Decision, nomination: Nomination) -> Award:
    award: Award = Award.objects.create(
        decision=decision,
        nomination=nomination,
        form=nomination.form or nomination.round.shape.award_form,
        printed_name=nomination.printed_name,
        public_name=public_name(nomination),
        group=nomination.group,
        category=nomination.category,
    )
    return award


def public_name(nomination: Nomination) -> str:
    """The name that the public page shows; a household without consent has none."""
    if nomination.household_id is not None and not nomination.has_consent:
        return f"Hộ gia đình, {nomination.place}"
    return nomination.printed_name


def may_release(by: User, award_round: Round) -> bool:
    """Somebody may make decisions of a round public, and keep their signed papers: over its whole province."""
    return access.may_any(by, (Permission.DECIDE, Permission.RECOMMEND), award_round.campaign.province)


def is_signed(decision: Decision) -> bool:
    """The signed paper is there: beside the decision itself, or beside what was printed of it."""
    return (
        decision.scan_id is not None
        or decision.papers.filter(kind__startswith="quyet-dinh", signed__isnull=False).exists()
    )


def release(decisions: Sequence[Decision], *, unsigned_reason: str = "", by: User) -> None:
    """Make decisions public, together; one without its signed paper only for a reason that is kept. Raises `Refused`."""
    with audit.change(by) as trail:
        found = Decision.objects.select_for_update(of=("self",)).select_related("round__campaign__province", "changes")
        rows = list(found.filter(pk__in=[item.pk for item in decisions]).order_by("pk"))
        if not rows:
            raise Refused("Chưa chọn quyết định nào.")
        refusals = [f"{row} đã công bố." for row in rows if row.released_at is not None]
        refusals += [f"{row} đã thu hồi." for row in rows if row.recalled_at is not None]
        refusals += why_out_of_order(rows)
        unsigned = {row.pk for row in rows if not is_signed(row)}
        if why_no_reason(unsigned_reason, ""):
            refusals += [
                f"{row} chưa có bản ký: lưu bản ký, hoặc ghi lý do công bố khi chưa có (ít nhất hai từ)."
                for row in rows
                if row.pk in unsigned
            ]
        if not all(may_release(by, row.round) for row in rows):
            refusals.append(f"Chỉ {in_own_words(RELEASERS)} công bố quyết định.")
        if refusals:
            raise Refused(*refusals)
        for row in rows:
            row.released_at = clock.now()
            row.unsigned_reason = tidy(unsigned_reason)[:500] if row.pk in unsigned else ""
            row.save(update_fields=["released_at", "unsigned_reason"])
            trail.add("release_decision", row, label=f"{row}, {row.round.name}", summary=row.unsigned_reason)
            told = Award.objects.filter(
                Q(decision=row) | Q(revoked_by=row) | Q(revisions__decision=row) | Q(restorations__decision=row)
            ).distinct()
            awards = list(told.select_related("decision", *(f"nomination__{name}" for name in TOLD_WITH)))
            for award in awards:
                trail.add("release_award", award.nomination, summary=str(row))
            tell_released(row, awards, by)


def why_out_of_order(decisions: Sequence[Decision]) -> list[str]:
    """What corrects or revokes is told after what it changes, or together with it: nobody learns of an award that is over."""
    together = {row.pk for row in decisions}
    return [
        f"{row} thay đổi {row.changes}, quyết định đó chưa công bố: công bố {row.changes} trước hoặc cùng lúc."
        for row in decisions
        if row.changes is not None and row.changes.released_at is None and row.changes_id not in together
    ]


def why_not_change(decision: Decision) -> str:
    """Why no later decision corrects or revokes anything of this one."""
    if decision.recalled_at is not None:
        return "Quyết định này đã thu hồi, không còn khen thưởng nào theo nó."
    if decision.kind != Decision.Kind.AWARD:
        return "Chỉ điều chỉnh, hủy bỏ được quyết định tặng; mở quyết định tặng rồi thực hiện ở đó."
    if not decision.awards.filter(revoked_by=None).exists():
        return "Mọi khen thưởng của quyết định này đã bị hủy bỏ."
    return ""


def name_effect(change: RuleChange) -> Effect:
    """The names before and after; each stands for the same recipient, and for no other."""
    decision: Decision = Decision.objects.get(pk=change.what["decision"])
    awards = revised_awards(change)
    refusals = _why_not_paper(change.number, change.issued_on, change.what["signer"])
    if why := why_not_change(decision):
        refusals.append(why)
    if change.issued_on < decision.signed_on:
        refusals.append("Quyết định điều chỉnh không thể ký trước quyết định được điều chỉnh.")
    if why := why_twice(change.round, change.number, change.issued_on):
        refusals.append(why)
    names = {int(pk): name for pk, name in change.what["names"].items()}
    if len(set(map(folded, names.values()))) < len(names):
        refusals.append("Hai người nhận không mang cùng một tên.")
    asks: list[str] = []
    known = known_names(change.round, but=[row.nomination_id for row in awards])
    for row in awards:
        others = [other.printed_name for other in decision.awards.all() if other.pk != row.pk]
        own = Known(known.others, {*known.taken, *others})
        recipient = recipient_of(row.nomination)
        refusals += why_not_named(names[row.pk], is_household=row.nomination.household_id is not None)
        refusals += why_not_renamed(row.printed_name, names[row.pk], recipient, own)
        asks += why_unusual(row.printed_name, names[row.pk], recipient)
    lines = [
        (f"Tên {at:02d} trong {decision}", f"nay «{row.printed_name}», sẽ «{names[row.pk]}»")
        for at, row in enumerate(awards, 1)
    ]
    return Effect((*lines, *place_lines(caps.boards([change.round]))), tuple(refusals), tuple(asks))


def revised_awards(change: RuleChange) -> list[Award]:
    """The awards whose names a change corrects. Raises `Refused` when one does not stand any more."""
    pks = [int(pk) for pk in change.what["names"]]
    rows = Award.objects.filter(decision=change.what["decision"], pk__in=pks, revoked_by=None).order_by("pk")
    found = list(
        rows.select_related(
            "nomination__unit",
            "nomination__organisation__seat",
            "nomination__household__village",
            "nomination__holder_unit",
            "nomination__holder_organisation__seat",
        )
    )
    if not found or len(found) != len(pks):
        raise Refused("Chỉ điều chỉnh tên đang có trong quyết định.")
    return found


def revise(change: RuleChange, by: User, trail: audit.Trail) -> Decision:
    """The decision that corrects printed names of an earlier one; both stand, and it is told once it is released."""
    decision = Decision.objects.select_for_update(of=("self",)).select_related("round").get(pk=change.what["decision"])
    pks = [row.pk for row in revised_awards(change)]
    awards = list(Award.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    made = change_decision(
        decision,
        Decision.Kind.REVISE,
        change.number,
        change.issued_on,
        change.what["signer"],
        change.reason,
        change.asked_by,
        scan=change.file,
    )
    for award in awards:
        new = tidy(change.what["names"][str(award.pk)])
        AwardRevision.objects.create(award=award, decision=made, old=award.printed_name, new=new)
        award.public_name = new if award.public_name == award.printed_name else award.public_name
        award.printed_name = new
        award.save()
    trail.add("revise_decision", made, label=f"{made}, {decision}", new=len(awards), summary=change.reason)
    return made


def revoke(
    decision: Decision,
    pks: Sequence[int],
    *,
    number: str,
    signed_on: date,
    signer: str,
    reason: str,
    recovered: str = "",
    cause: str = "",
    by: User,
) -> Decision:
    """A decision that revokes awards (R26): they stay in the record with what took them back. Raises `Refused`."""
    refusals = _why_not_paper(number, signed_on, signer)
    refusals += why_no_reason(reason, "Vui lòng ghi lý do hủy bỏ.")
    if cause and cause not in Decision.Cause.values:
        refusals.append("Loại lý do hủy bỏ không có trong danh mục.")
    if not pks:
        refusals.append("Chưa chọn tập thể, cá nhân nào.")
    if signed_on < decision.signed_on:
        refusals.append("Quyết định hủy bỏ không thể ký trước quyết định tặng.")
    if refusals:
        raise Refused(*refusals)
    with audit.change(by) as trail:
        caps.boards([decision.round], lock=True)
        awards = list(
            Award.objects.select_for_update(of=("self",)).filter(decision=decision, pk__in=pks).order_by("pk")
        )
        if len(awards) != len(set(pks)) or any(row.revoked_by_id for row in awards):
            raise Refused("Chỉ hủy bỏ tên đang có trong quyết định.")
        nominations = {item.pk: item for item in locked([row.nomination_id for row in awards])}
        facts = nomination_facts(list(nominations.values()), by=by, has_decision=True)
        objections = [text for pk in nominations for text in NOMINATION.refusals(NOMINATION["revoke"], facts[pk])]
        if objections:
            raise Refused(*dict.fromkeys(objections))
        _refuse_twice(decision.round, number, signed_on)
        made = change_decision(decision, Decision.Kind.REVOKE, number, signed_on, signer, reason, by, cause=cause)
        for award in awards:
            award.revoked_by, award.recovered = made, recovered.strip()[:300]
            award.save()
            take(nominations[award.nomination_id], "revoke", by=by, reason=f"{made}: {reason}", trail=trail)
        trail.add("revoke_award", made, label=f"{made}, {decision}", new=len(awards), summary=reason)
        lapse(decision, f"Có khen thưởng đã hủy bỏ theo {made}.", by, trail)
        return made


def change_decision(
    decision: Decision, kind: str, number: str, signed_on: date, signer: str, reason: str, by: User, **more: Any
) -> Decision:
    """A later decision that changes something of an earlier one. Within a change."""
    made: Decision = Decision.objects.create(
        round=decision.round,
        kind=kind,
        number=number.strip(),
        signed_on=signed_on,
        signer=signer.strip(),
        changes=decision,
        reason=reason.strip()[:1000],
        regime=regime_on(signed_on).code,
        recorded_by=by,
        **more,
    )
    return made


def keep_scan(decision: Decision, scan: UploadedFile, *, reason: str = "", over: str | None = None, by: User) -> bool:
    """The signed paper as it came (a digital signature in it is kept, not verified); whether another than stood there.

    An earlier one stays and wants a reason; `over` is the hash of what the page showed. Raises as `awards.decisions.actions.signed.put`.
    """
    with audit.change(by) as trail:
        if not may_release(by, decision.round):
            raise Refused(f"Chỉ {in_own_words(RELEASERS)} lưu bản ký của quyết định.")
        rows = Decision.objects.select_for_update(of=("self",)).select_related("round", "scan__stored_by")
        row = rows.get(pk=decision.pk)
        if row.recalled_at is not None:
            raise Refused(f"{row} đã thu hồi, không lưu bản ký nữa.")
        earlier = ReplacedFile(round=row.round, decision=row, reason=reason, was_out=bool(row.released_at), by=by)
        earlier.what = f"{row}, {row.round.name}"[:300]
        was, row.scan = row.scan_id, put(scan, row.scan, earlier, over=over, trail=trail)
        row.save(update_fields=["scan"])
        return row.scan_id != was
