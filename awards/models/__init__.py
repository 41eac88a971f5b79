"""Rounds, nominations, appraisal, the Council, decisions."""

from awards.models.appraisal import Assessment, CommentPeriod, Judgement, Matter, Objection, Opinion, StandIn
from awards.models.controls import RuleChange
from awards.models.council import AgendaItem, Ballot, CouncilMember, CouncilSession, Recusal, Vote
from awards.models.decisions import Award, AwardRestoration, AwardRevision, Decision, Recognition, StruckAward
from awards.models.golden import GoldenEntry, GoldenYear
from awards.models.law import ConfirmedBasis, RegimeFile, RewardRate
from awards.models.nominations import (
    DossierPaper,
    EvidenceLink,
    Nomination,
    NominationTransition,
    NominationVersion,
    Reminder,
)
from awards.models.papers import BlankLayout, Paper, PaperTemplate
from awards.models.replaced import ReplacedFile
from awards.models.rounds import Cap, Choice, Holiday, Round
from awards.models.submissions import Submission, SubmissionItem

__all__ = [
    "AgendaItem", "Assessment", "Award", "AwardRestoration", "AwardRevision", "Ballot", "BlankLayout", "Cap", "Choice", "CommentPeriod", "ConfirmedBasis", "CouncilMember",
    "CouncilSession", "Decision", "DossierPaper", "EvidenceLink", "GoldenEntry", "GoldenYear", "Holiday", "Judgement", "Matter", "Nomination",
    "NominationTransition", "NominationVersion", "Objection", "Opinion", "Paper", "PaperTemplate", "Recognition", "Recusal", "RegimeFile", "Reminder", "ReplacedFile", "RewardRate", "Round",
    "RuleChange", "StandIn", "StruckAward", "Submission", "SubmissionItem", "Vote",
]  # fmt: skip
