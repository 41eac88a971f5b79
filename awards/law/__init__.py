"""The award law in force on a day, the province's own regulation, days off."""
