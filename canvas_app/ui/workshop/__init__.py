"""What a group sees of a workshop: the card of the step with its clock, and who conducts it in the window."""
