from awards.models import Assessment, Award, Cap, Decision, Nomination, Round
from office.read_only import show

show(Round, Cap, Nomination, Assessment, Decision, Award)
