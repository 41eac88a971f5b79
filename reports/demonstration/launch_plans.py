"""Plans that offices of the demonstration filed, and the programme of one bloc."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from campaign.models import Campaign, Plan
from campaign.registrations.actions import filing, steps
from core.numbers import is_digits
from reports.demonstration.days import START, moment, unit_on
from units.models import Bloc, Organisation
from units.organisations import bloc_actions as blocs


def sample_programme(by: User) -> None:
    """What one bloc set itself (A12)."""
    bloc = Bloc.objects.get(members__year=2022, members__organisation__code="so-y-te")
    blocs.write_programme(
        bloc,
        2022,
        values={
            "number": "MH-01/CTr-KTĐ",
            "issued_on": date(2022, 6, 20),
            "content": "Mỗi cơ quan nhận giúp một xã; ngày công giúp hộ nghèo sửa nhà (minh họa).",
        },
        criteria=[
            ("Nhận giúp một xã đặc biệt khó khăn", Decimal(40)),
            ("Vận động Quỹ Vì người nghèo", Decimal(30)),
            ("Tuyên truyền trong cơ quan", Decimal(30)),
        ],
        edition=0,
        by=by,
    )


def sample_plans(campaign: Campaign, by: User) -> None:
    """Launch plans as they came in, and plans against poverty of districts and communes."""
    received = {
        "so-noi-vu": (7, 18),
        "so-ldtbxh": (7, 15),
        "so-y-te": (7, 22),
        "so-gddt": (7, 27),
        "so-nnptnt": (7, 29),
        "so-xay-dung": (7, 30),
        "so-tttt": (8, 3),
        "mttq": (7, 25),
        "hoi-phu-nu": (8, 5),
        "hoi-nong-dan": (7, 28),
        "bo-chqs": (7, 21),
        "bao-ninh-thuan": (7, 29),
        "582": (7, 20),
        "584": (8, 8),
        "585": (7, 26),
        "586": (7, 29),
        "587": (7, 19),
        "588": (7, 30),
    }
    standing, award = (User.objects.get(username=name) for name in ("so-ldtbxh", "so-noi-vu"))
    for number, (code, (month, day)) in enumerate(received.items(), 11):
        unit = unit_on(code, START) if is_digits(code) else None
        body = None if unit else Organisation.objects.get(code=code)
        with moment(2022, month, day, 10 + number % 6, number):
            paper = filing.PlanPaper(
                title=f"Phát động Phong trào thi đua vì người nghèo của {body or unit}",
                number=f"MH-{number}/KH",
                issued_on=date(2022, month, day - 2),
            )
            plan = filing.file_plan(
                campaign, paper, kind=Plan.Kind.LAUNCH, unit=unit, organisation=body, is_illustrative=True, by=by
            )
        if code in {"hoi-nong-dan", "588"}:
            continue
        with moment(2022, 8, 10, 9, number):
            steps.advance(plan.pk, "acknowledge_standing", by=standing, edition=1)
            if code not in {"584", "so-tttt"}:
                steps.advance(plan.pk, "acknowledge_award", by=award, edition=2)
    for code in ("584", "585", "587", "586", "588", "22849", "22868", "22873", "22894"):
        unit = unit_on(code, START)
        for year in (2022, 2023):
            paper = filing.PlanPaper(
                f"Kế hoạch giảm nghèo bền vững năm {year}", f"MH-{code[-3:]}/KH-UBND", date(2022, 6, 1)
            )
            filing.file_plan(campaign, paper, kind=Plan.Kind.POVERTY, unit=unit, year=year, is_illustrative=True, by=by)
    paper = filing.PlanPaper("Kế hoạch giảm nghèo của ngành y tế năm 2023", "MH-31/KH-SYT", date(2022, 6, 1))
    health = Organisation.objects.get(code="so-y-te")
    filing.file_plan(
        campaign, paper, kind=Plan.Kind.POVERTY, organisation=health, year=2023, is_illustrative=True, by=by
    )
