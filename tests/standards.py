"""A standard of the tests for 2027-2030: the shipped file with other years and lines. No law says its indicators."""

from campaign.poverty_standards.domain.standard import FOLDER

OLD, NEW = "mdp-2022-2025", "mdp-2027-2030"
NEXT = (
    (FOLDER / f"{OLD}.toml").read_text(encoding="utf-8")
    .replace(f'code = "{OLD}"', f'code = "{NEW}"')
    .replace("giai đoạn 2022-2025", "giai đoạn 2027-2030 (thử)")
    .replace("first_year = 2022", "first_year = 2027")
    .replace("last_year = 2026", "last_year = 2030")
    .replace("rural = 1500000", "rural = 2200000")
    .replace("urban = 2000000", "urban = 2800000")
)  # fmt: skip
