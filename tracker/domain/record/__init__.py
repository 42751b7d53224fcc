"""The public record of a request, and what is counted from records."""
