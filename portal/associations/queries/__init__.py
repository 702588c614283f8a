"""Every select of the room, a file for each thing."""
