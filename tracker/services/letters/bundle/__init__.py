"""The bundle for court: its annexes, evidence and papers, planned in order and bound."""
