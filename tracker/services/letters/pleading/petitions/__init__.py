"""What only a petition to a court pleads: further respondents, and the days of the steps."""
