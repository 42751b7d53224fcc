"""Working calendars of offices, and the forecast of days not announced yet."""
