"""What must always hold, whether the portal is alive, and pages for what went wrong."""
