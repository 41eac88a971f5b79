"""Drawings as numbers: scales, steps of colour, bars, lines, tiles. Pure; templates turn them into SVG."""
