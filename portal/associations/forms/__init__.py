"""The room's forms, a file for each thing."""
