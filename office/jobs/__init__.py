"""Long work, its rescue when a worker dies, what is swept away at night."""
