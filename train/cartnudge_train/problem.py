"""What a person can put right."""


class Problem(Exception):
    """Its message says all there is to say; no traceback is printed for it."""
