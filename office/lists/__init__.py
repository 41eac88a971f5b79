"""Lists coming in (upload, preview, consent) and going out (a list of the screen as Excel)."""
