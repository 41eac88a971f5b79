"""Units by date: levels, names, classes, places, what became of them."""
