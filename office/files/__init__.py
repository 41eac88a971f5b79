"""Files by what is in them: what is honest, what is refused and why, the disk they lie on."""
