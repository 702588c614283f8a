"""What any room may need and no room owns."""
