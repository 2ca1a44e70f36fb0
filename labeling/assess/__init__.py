"""What the mathematics of quality says of a file of labels: no database, no campaign."""
