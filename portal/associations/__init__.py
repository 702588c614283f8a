"""The associations: how one joins, its sheet, who speaks for it, and whom they invite."""
