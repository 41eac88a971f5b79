"""What nobody has read in its own text yet: where it counts, what is not known of it, what would confirm it. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from awards.law.domain.regimes import CONFIRMED, Regime
from campaign.poverty_standards.domain.year_standards import YearRow
from core.numbers import format_number

PAPERS, VOTES, CHECKS, FORMS, STANDARDS = (
    "Căn cứ in trong văn bản", "Biểu quyết của Hội đồng", "Điều kiện khi thẩm định", "Mẫu và ghi chú in kèm", "Chuẩn nghèo",
)  # fmt: skip
NOT_READ = "Chưa đọc nguyên văn"
WARNS = "Chỉ lưu ý, không chặn"
OWN_TEXT = "Bản gốc của văn bản; ghi cách viện dẫn và đã đọc ở đâu"
OWN_RULE = "Điều khoản trong văn bản gốc; ghi vào tệp quy chế của tỉnh, theo văn bản"


@dataclass(frozen=True)
class OpenPoint:
    """One point that is not confirmed; `page` names the page where it is."""

    group: str
    what: str
    effect: str  # what the portal does until then
    doubt: str
    wanted: str  # what would confirm it
    page: str
    laws: tuple[str, ...] = ()  # the regimes that it belongs to


def open_points(
    law: Sequence[Regime],
    years: Iterable[YearRow] = (),
    *,
    confirmed: Collection[str] = (),
    forms: Mapping[str, str],
    checks: Mapping[str, str],
    customs: Iterable[tuple[str, str]] = (),
) -> list[OpenPoint]:
    """Everything unconfirmed, in the order of the groups; one line for what several regimes leave open alike.

    `confirmed`: the codes of the acts that the office has read; `forms`, `checks`: what codes are called on pages;
    `customs`: checks that rest on no provision, with what they rest on.
    """
    found: dict[OpenPoint, list[str]] = {}
    for regime in law:
        for point in _of_regime(regime, confirmed, forms, checks):
            found.setdefault(point, []).append(regime.name)
    points = [replace(point, laws=tuple(names)) for point, names in found.items()]
    points += [_rule(CHECKS, f"{label} · {source}", WARNS, "Chưa có điều khoản") for label, source in customs]
    points += [_of_year(row) for row in years if not row.is_confirmed]
    order = (PAPERS, VOTES, CHECKS, FORMS, STANDARDS)
    return sorted(points, key=lambda point: order.index(point.group))


def _of_regime(
    regime: Regime, confirmed: Collection[str], forms: Mapping[str, str], checks: Mapping[str, str]
) -> Iterator[OpenPoint]:
    for basis in regime.bases:
        if basis.mark != CONFIRMED and basis.code not in confirmed:
            doubt = basis.doubt or basis.source or NOT_READ
            yield OpenPoint(PAPERS, basis.text, "Không in trong văn bản", doubt, OWN_TEXT, "awards:paper_law")
    for vote in regime.vote_:
        if vote.mark != CONFIRMED:
            share = f"từ {format_number(vote.threshold)} %" if vote.threshold is not None else "quá bán số đồng ý"
            effect = f"Đề xuất {share}; thư ký đổi được khi chuẩn bị phiên họp"
            yield _rule(VOTES, forms.get(vote.form, vote.form), effect, vote.doubt or NOT_READ)
    for item in regime.provision:
        if item.mark != CONFIRMED:
            what = " · ".join(filter(None, (checks.get(item.id, item.id), item.source)))
            yield _rule(CHECKS, what, WARNS, item.doubt or NOT_READ)
    for length in regime.length:
        if length.mark != CONFIRMED:
            what = f"{forms.get(length.form, length.form)}: Phong trào từ {length.years} năm"
            yield _rule(CHECKS, what, WARNS, length.doubt or NOT_READ)
    if regime.form_mark != CONFIRMED:
        what = f"Số hiệu mẫu báo cáo thành tích theo {regime.decree}"
        yield _rule(FORMS, what, "Để trống trên mẫu báo cáo", "Chưa biết số hiệu mẫu")
    if regime.merit_note and regime.merit_mark != CONFIRMED:
        yield _rule(FORMS, regime.merit_note, "Không in trên văn bản", NOT_READ)


def _rule(group: str, what: str, effect: str, doubt: str) -> OpenPoint:
    return OpenPoint(group, what, effect, doubt, OWN_RULE, "awards:own_regimes")


def _of_year(row: YearRow) -> OpenPoint:
    what = f"Từ năm {row.first_year}: {row.title or row.standard} · {row.act_words}"
    wanted = "Bản gốc của văn bản; cơ quan thường trực ghi năm đổi chuẩn theo văn bản"
    return OpenPoint(STANDARDS, what, "Áp dụng từ năm nêu trên", row.doubt or NOT_READ, wanted, "campaign:standards")
