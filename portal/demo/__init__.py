"""The demonstration network, and data in volume: both built with the rooms' own verbs."""
