"""Changes that touch several things at once."""
