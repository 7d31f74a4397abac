"""What people can mend."""


class Problem(Exception):
    """A message for people: what is wrong, where, and how to mend it."""
