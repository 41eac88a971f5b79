"""What the pictures say, from numbers alone. Pure."""
