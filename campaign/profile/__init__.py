"""What the portal holds of a nominee."""
