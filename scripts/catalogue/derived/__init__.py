"""What follows from the checked records and that no record says: groups, counts, gaps, history, sessions."""
