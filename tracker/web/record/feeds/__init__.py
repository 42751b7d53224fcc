"""Feeds, calendars, alerts, badges, cards, citations and the sitemap."""
