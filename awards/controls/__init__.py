"""What bends a rule: proposed under an act by one person, confirmed by another."""
