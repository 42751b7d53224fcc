"""Files of the office that letters and pages show."""
