"""Verification of copies of the public record, shipped as one file that needs nothing else.

Anyone should be able to read the verifier and run it without this program. So its modules import
only the standard library, and `one_file` joins them.
"""
