"""What an administrator still has to set up."""
