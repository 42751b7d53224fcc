"""The database itself: engine, transactions, encryption, tables, triggers and migrations."""
