"""The rules that plans use: small pure functions. Their use is data, in a campaign's definition."""

from campaign.rules.asking import (
    Conditional,
    Judgeable,
    explain,
    judge,
    judge_documented,
    judge_goal,
    judge_window,
    judge_year,
    over_of,
    reached,
    years_about,
)
from campaign.rules.classes import every_unit_left_class, share_left_class
from campaign.rules.facts import Case, ClassFacts, TargetFact, UnitYear, YearFigures
from campaign.rules.levels import (
    households_reduced_at_least,
    households_share_reduced_at_least,
    rate_at_most,
    target_share_at_least,
)
from campaign.rules.papers import (
    TITLE,
    documented,
    households_helped_at_least,
    judged,
    money_at_least,
    reported,
    titles_in_a_row,
)
from campaign.rules.registry import FIELD, RULES, WINDOW, YEAR, Parameter, Rule, rule
from campaign.rules.scores import Scored, score
from campaign.rules.windows import ORDERS, among_best, average_reduction_at_least, period_of
from campaign.rules.words import (
    BODY_WORDS,
    CLASS_WORDS,
    COUNT_WORDS,
    INDICATOR_WORDS,
    POINTS,
    RECORD_WORDS,
    body_words,
    class_words,
)
from campaign.rules.yearly import (
    every_district_reduction_at_least,
    rate_of,
    reduction_at_least,
    reduction_more_than,
    target_met,
)

__all__ = [
    "BODY_WORDS", "CLASS_WORDS", "COUNT_WORDS", "FIELD", "INDICATOR_WORDS", "ORDERS", "POINTS", "RECORD_WORDS", "RULES",
    "TITLE", "WINDOW", "YEAR", "Case", "ClassFacts", "Conditional", "Judgeable", "Parameter", "Rule", "Scored",
    "TargetFact", "UnitYear", "YearFigures", "among_best", "average_reduction_at_least", "body_words", "class_words", "documented",
    "every_district_reduction_at_least", "every_unit_left_class", "explain", "households_helped_at_least",
    "households_reduced_at_least", "households_share_reduced_at_least", "judge", "judge_documented", "judge_goal",
    "judge_window", "judge_year", "judged", "money_at_least", "over_of", "period_of", "rate_at_most", "rate_of", "reached",
    "reduction_at_least", "reduction_more_than", "reported", "rule", "score", "share_left_class", "target_met",
    "target_share_at_least", "titles_in_a_row", "years_about",
]  # fmt: skip
