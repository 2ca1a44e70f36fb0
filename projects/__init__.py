"""What is to be labelled: projects, their fields, questions and records, and the rules of a campaign."""
