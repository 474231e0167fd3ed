"""What must be true of the records: each rule with its card, its check and its mend, a topic a file."""
