"""An empty portal begins."""
