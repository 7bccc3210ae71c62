"""What a bank says of a whole day, beside what it said of each credit."""
