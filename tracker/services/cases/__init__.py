"""What is logged of a request: sending, receipt, responses, appeals, hearings, compliance."""
