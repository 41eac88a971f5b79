"""Everyone that somebody may propose in a class, as lists from offices name them."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from awards.models import Round
from awards.nominations import nominees
from awards.nominations.domain.list_file import Known
from awards.nominations.nominees import LEVELS
from campaign.plan.provinces import belonging
from core import clock
from core.text import folded
from units import access
from units.map.domain.levels import Level
from units.map.domain.naming import Register, exact
from units.map.own_kinds import is_business
from units.models import Household, Organisation, Unit
from units.unit_lists.domain.file_titles import Purpose


def classes_of(award_round: Round) -> dict[str, str]:
    """Class by letter, folded title and code."""
    found = {}
    for item in award_round.plan.categories:
        found |= {item.letter.casefold(): item.code, item.code: item.code, folded(item.title): item.code}
    return found


_ROUNDS = {"annual": "hằng năm", "interim": "sơ kết", "final": "tổng kết"}


_NOT_PROPOSED = (  # what a title says of names that are not proposed, folded
    "khong du dieu kien", "khong du tieu chuan", "chua du dieu kien", "chua du tieu chuan", "khong de nghi", "khong dat",
    "khong xet", "khong duoc", "danh sach rut", "rut de nghi", "rut ho so", "xin rut", "tra lai", "da khen", "da duoc khen",
    "du phong",
)  # fmt: skip


def purpose_of(award_round: Round, places: Register | None = None, *, proposes: bool = True) -> Purpose:
    """What a list of a round is handed in for: names that are proposed, or those of a decision already made."""
    return Purpose(
        award_round.year,
        places=places,
        round=_ROUNDS.get(award_round.shape.kind, ""),
        whole="đề nghị khen thưởng năm",
        other_words=_NOT_PROPOSED if proposes else (),
    )


def known(user: User, award_round: Round, code: str) -> list[Known]:
    """Those of one class within reach; of a person whoever proposes them."""
    category, today = award_round.plan.find_category(code), clock.today()
    units = Unit.objects.reached_by(user, Permission.NOMINATE).in_force(today)
    led = nominees.led(user, award_round, category)
    found: list[Known] = []
    if "unit" in category.takes:
        both = Unit.objects.in_force(today).filter(Q(pk__in=nominees.reached_units(user)) | Q(pk__in=led.units))
        rows = list(belonging(award_round.campaign, both.filter(level=LEVELS[category.level])).distinct())
        places = nominees.places_of([unit.pk for unit in rows])
        found += [Known(f"u-{unit.pk}", unit.name, unit.code, places.get(unit.pk, "")) for unit in rows]
    if "household" in category.takes:
        houses = Household.objects.in_force(today).visible_to(user).filter(village__in=units).select_related("village")
        found += [Known(f"h-{row.pk}", row.head, row.code, row.village.name) for row in houses]
    if {"organisation", "enterprise"} & set(category.takes):
        own = access.own_organisations(user, Permission.NOMINATE)
        bodies = Organisation.objects.in_force(today).filter(pk__in={*own, *led.organisations})
        business = "enterprise" in category.takes
        bodies = bodies.filter(is_business()) if business else bodies.exclude(is_business())
        bodies = nominees.seated(bodies, category)
        found += [Known(f"o-{row.pk}", row.name, row.code) for row in bodies]
    if "person" in category.takes:
        found += [
            Known(item.key, str(item.subject), item.subject.code, is_person=True)
            for item in nominees.choices(user, award_round, category)
            if item.is_person
        ]
    return found


def outside_of(user: User) -> Callable[[str], str]:
    """What a name is that belongs to another's area, as a refusal; an empty text for any other name."""
    kept: dict[str, str] = {}

    def outside(name: str) -> str:
        if not kept:
            today = clock.today()
            units = Unit.objects.in_force(today).filter(level__lte=Level.COMMUNE)
            reached = Unit.objects.reached_by(user, Permission.NOMINATE).in_force(today).values("pk")
            kept.update({exact(unit.name): str(unit) for unit in units.exclude(pk__in=reached)})
            kept.setdefault("", "")
        found = kept.get(exact(name))
        return f"{found} nằm ngoài phạm vi của bạn." if found else ""

    return outside


def known_then(award_round: Round, code: str, on: date) -> list[Known]:
    """Everyone of a class in force on a day, in the campaign's province: for decisions entered afterwards."""
    category = award_round.plan.find_category(code)
    own = belonging(award_round.campaign, Unit.objects.all())
    units = own.in_force(on)
    found: list[Known] = []
    if "unit" in category.takes:
        rows = list(units.filter(level=LEVELS[category.level]))
        places = nominees.places_of([unit.pk for unit in rows], on)
        found += [Known(f"u-{unit.pk}", unit.name, unit.code, places.get(unit.pk, "")) for unit in rows]
    if "household" in category.takes:
        houses = Household.objects.in_force(on).filter(village__in=own).select_related("village")
        found += [Known(f"h-{row.pk}", row.head, row.code, row.village.name) for row in houses.iterator()]
    if {"organisation", "enterprise"} & set(category.takes):
        bodies = Organisation.objects.in_force(on).filter(seat__in=own)
        business = "enterprise" in category.takes
        bodies = bodies.filter(is_business()) if business else bodies.exclude(is_business())
        bodies = nominees.seated(bodies, category)
        found += [Known(f"o-{row.pk}", row.name, row.code) for row in bodies]
    if "person" in category.takes:
        offices = units.filter(level__in=(Level.PROVINCE, Level.DISTRICT, Level.COMMUNE))
        found += [Known(f"p-u-{unit.pk}", unit.name, unit.code, is_person=True) for unit in offices]
        bodies = Organisation.objects.in_force(on).filter(seat__in=own)
        found += [Known(f"p-o-{row.pk}", row.name, row.code, is_person=True) for row in bodies]
    return found


def subject_then(key: str) -> Unit | Organisation | Household:
    """The one of a key of the register. Raises `DoesNotExist`."""
    letter, _, pk = key.rpartition("-")
    model = {"u": Unit, "o": Organisation, "h": Household}[letter[-1]]
    return model.objects.get(pk=int(pk))
