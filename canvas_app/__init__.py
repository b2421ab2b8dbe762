"""Value Canvas: the Value Proposition Canvas as a wall of sticky notes that know their kind."""
