"""Appeals, hearings, orders and their enforcement."""
