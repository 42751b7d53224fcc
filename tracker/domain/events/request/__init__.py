"""The request itself: finalised, approved, withdrawn, and corrections of its entries."""
