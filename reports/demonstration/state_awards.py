"""Sample state awards and Giấy khen of the demonstration. Everything in them is made up."""

from collections.abc import Mapping
from datetime import date

from accounts.models import User
from awards import actions as awards
from awards.controls.actions import controls
from awards.controls.domain.rule_acts import Act
from awards.council.actions import ballots, preparing
from awards.council.actions import sessions as council
from awards.council.actions.comments import record_objection
from awards.council.domain.tally import Count
from awards.decisions.actions.recognitions import Entry, recognise
from awards.decisions.actions.submissions import Letter, send
from awards.models import CommentPeriod, CouncilSession, Round
from campaign.models import Campaign
from reports.demonstration.awards import MEMBERS, appraised, household_name, proposed, sample_household
from reports.demonstration.days import moment, unit_on
from reports.demonstration.papers import sample_paper

REASON = "Đã xem xét toàn bộ thành tích; thống nhất trình (minh họa)."


def sample_state(campaign: Campaign, people: Mapping[str, User]) -> None:
    """A state round: one name sent to the Prime Minister, one under public comment; and some Giấy khen."""
    _recognitions(campaign, people)
    award_round = Round.objects.get(campaign=campaign, code="state-interim-2023")
    desk, leader = people["so-noi-vu"], people["so-noi-vu-2"]
    with moment(2024, 2, 20):
        for group in ("collective", "individual"):
            act = Act("MH-15/BTĐKT", date(2024, 2, 20), "Ban Thi đua - Khen thưởng Trung ương (minh họa)")
            change = controls.propose_cap(
                award_round,
                group,
                2,
                act=act,
                file=sample_paper("MH-15-BTDKT.pdf"),
                reason="Số lượng khen thưởng cấp Nhà nước của đợt sơ kết (minh họa).",
                by=desk,
            )
            controls.confirm(change.pk, by=leader)
        first = proposed(award_round, people, "ninh-phuoc", "district", "587", "587")
        second = proposed(award_round, people, "ninh-hai", "commune", "22868", "586")
        for item, place in ((first, "lanh-dao-ninh-phuoc"), (second, "lanh-dao-ninh-hai")):
            appraised(item, people, place)
    pks = [first.pk, second.pk]
    with moment(2024, 3, 4):
        awards.advance(pks, "recommend", by=leader, override_reason=REASON)
        awards.advance(pks, "to_council", by=leader)
        members = [preparing.Member(f"Ủy viên {number} (minh họa)", title) for number, title in enumerate(MEMBERS, 1)]
        setting = preparing.Setting(
            "Phiên họp xét khen thưởng cấp Nhà nước, sơ kết",
            date(2024, 3, 4),
            members[0].name,
            "Thư ký (minh họa)",
            method=CouncilSession.Method.PAPER,
        )
        session = preparing.prepare(award_round, setting, members, is_illustrative=True, by=people["thu-ky"])
        session = council.open_session(session.pk, edition=session.edition, by=people["thu-ky"])
        for row in session.items.all():
            ballots.record_counts(row.pk, Count(agree=5, disagree=0), by=people["thu-ky"])
        council.close_session(session.pk, edition=session.edition, by=people["thu-ky"])
        awards.advance([first.pk], "to_comment", by=leader)
    with moment(2024, 3, 28):
        awards.advance([first.pk], "to_decision", by=leader)
        letter = Letter("MH-45/TTr-UBND", date(2024, 3, 28), "Chủ tịch UBND tỉnh", date(2024, 3, 28))
        send(award_round, "prime_minister", letter, [first.pk], is_illustrative=True, by=people["chu-tich"])
    with moment(2024, 4, 8):
        awards.advance([second.pk], "to_comment", by=leader)
        period = CommentPeriod.objects.get(nomination=second)
        record_objection(
            period.pk,
            said_by="Một người dân xã Thanh Hải (minh họa)",
            text="Đề nghị nêu rõ hơn số hộ đã thoát nghèo của từng thôn. (Nội dung minh họa.)",
            received_on=date(2024, 4, 8),
            by=desk,
        )


def _recognitions(campaign: Campaign, people: Mapping[str, User]) -> None:
    with moment(2023, 2, 10):
        for officer, code, level, number in (
            ("bac-ai", "22792", "Chủ tịch UBND huyện Bác Ái", "MH-31/QĐ-UBND"),
            ("ninh-hai", "22868", "Chủ tịch UBND huyện Ninh Hải", "MH-18/QĐ-UBND"),
        ):
            unit = unit_on(code, date(2023, 2, 10))
            entry = Entry(
                "Giấy khen",
                level,
                number,
                date(2023, 2, 6),
                f"Nhân dân và cán bộ {unit.name[0].lower()}{unit.name[1:]}",
                "collective",
                "Có thành tích trong Phong trào thi đua vì người nghèo năm 2022 (minh họa).",
                (2022,),
                unit=unit,
            )
            place = unit_on("584" if officer == "bac-ai" else "586", date(2023, 2, 10))
            recognise(campaign, entry, place=place, is_illustrative=True, by=people[officer])
        household = sample_household()
        entry = Entry(
            "Giấy khen",
            "Chủ tịch UBND xã Vĩnh Hải",
            "MH-09/QĐ-UBND",
            date(2023, 1, 12),
            household_name(household),
            "individual",
            "Tự nguyện đăng ký và thoát nghèo bền vững (minh họa).",
            (2022,),
            household=household,
        )
        place = unit_on("22846", date(2023, 2, 10))
        recognise(campaign, entry, place=place, is_illustrative=True, by=people["vinh-hai"])
