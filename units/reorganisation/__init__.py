"""Units merged, split, renamed, moved or ended by an act; roles and work that go on."""
