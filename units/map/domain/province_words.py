"""How a province's own authorities are called: those of a tỉnh, or of a city of its rank. Pure."""

from dataclasses import dataclass

from units.map.domain.levels import Kind

_PARTIES = {Kind.PROVINCE: "Tỉnh ủy", Kind.CENTRAL_CITY: "Thành ủy"}


@dataclass(frozen=True)
class ProvinceWords:
    """What stands in a sentence about the province's own level, which does not name it."""

    word: str  # "tỉnh", "thành phố"
    party: str  # "Tỉnh ủy", "Thành ủy"

    @property
    def committee(self) -> str:
        return f"Ủy ban nhân dân {self.word}"

    @property
    def chairman(self) -> str:
        return f"Chủ tịch {self.committee}"

    @property
    def people_s_council(self) -> str:
        return f"Hội đồng nhân dân {self.word}"

    @property
    def award_council(self) -> str:
        return f"Hội đồng Thi đua - Khen thưởng {self.word}"


def province_words(kind: str) -> ProvinceWords:
    """The words of a province of a kind: "thanh_pho_tw" is a city; of whatever is no city those of a tỉnh."""
    own = Kind.CENTRAL_CITY if kind == Kind.CENTRAL_CITY else Kind.PROVINCE
    return ProvinceWords(own.word.lower(), _PARTIES[own])


def words_by_name(name: str) -> ProvinceWords:
    """The same by a name that begins with its kind: "thành phố Cần Thơ"."""
    is_city = name.lower().startswith(f"{Kind.CENTRAL_CITY.word.lower()} ")
    return province_words(Kind.CENTRAL_CITY if is_city else Kind.PROVINCE)


TINH = province_words(Kind.PROVINCE)
