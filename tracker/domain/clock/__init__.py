"""The statutory clock: from an event to its deadline, with every step of the count."""
