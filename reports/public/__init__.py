"""What anyone may read, small counts kept back."""
