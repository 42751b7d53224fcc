"""The request itself: settled, approved, withdrawn, and corrections of its entries."""
