"""Answers of OONI, IODA and Cloudflare Radar, and the sentences that rest on them."""
