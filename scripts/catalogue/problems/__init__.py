"""What is said when a record is wrong: rules, problems, mends, and how they are reported."""
