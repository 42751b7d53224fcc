"""What starts, pauses, restarts or lengthens a statutory clock."""
