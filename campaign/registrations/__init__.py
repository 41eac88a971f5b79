"""Launch plans that units and agencies register, their deadlines and reminders."""
