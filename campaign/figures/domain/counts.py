"""The headline counts of a unit, the rates that follow from them, and what each is called. Pure."""

# Headline counts, in the order of the forms, with the label of a column
COUNTS: dict[str, str] = {
    "households": "Tổng số hộ",
    "people": "Nhân khẩu",
    "poor": "Hộ nghèo",
    "near_poor": "Hộ cận nghèo",
    "average_households": "Hộ có mức sống trung bình",
    "poor_people": "Khẩu nghèo",
    "near_poor_people": "Khẩu cận nghèo",
    "average_people": "Khẩu có mức sống trung bình",
    "minority_households": "Hộ DTTS",
    "minority_poor": "Hộ nghèo DTTS",
    "minority_area_households": "Hộ vùng DTTS và miền núi",
    "minority_area_poor": "Hộ nghèo vùng DTTS và miền núi",
}
RATES: dict[str, str] = {"poor_rate": "Tỷ lệ hộ nghèo (%)", "near_poor_rate": "Tỷ lệ hộ cận nghèo (%)"}

# Each indicator: which counts it divides, and what the screen calls it
INDICATORS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "poverty_rate": (("poor",), "households", "Tỷ lệ hộ nghèo"),
    "near_poverty_rate": (("near_poor",), "households", "Tỷ lệ hộ cận nghèo"),
    "combined_poverty_rate": (("poor", "near_poor"), "households", "Tỷ lệ nghèo đa chiều (nghèo và cận nghèo)"),
    "minority_poverty_rate": (("minority_poor",), "minority_households", "Tỷ lệ hộ nghèo DTTS"),
    "minority_area_poverty_rate": (
        ("minority_area_poor",),
        "minority_area_households",
        "Tỷ lệ hộ nghèo vùng DTTS và miền núi",
    ),
}
