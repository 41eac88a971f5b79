"""The movement as pictures: ranks with bars, the tile map, lines over years. Read only."""
