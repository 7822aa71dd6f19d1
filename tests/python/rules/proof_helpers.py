"""Helpers of the rules beside this file."""
import boto3  # not there: nothing that a rule reaches uses it

LIMIT = 2
NAMES = ["first", "second"]


def clean(text, upper=False):
    text = text.strip().lower()
    return text.upper() if upper else text


def twice(text):
    return (text + " ") * 2


class Counted:
    def __init__(self, items):
        self.items = items

    @property
    def total(self):
        return len(self.items)

    def describe(self):
        return f"{self.total} of {LIMIT}"


def unreachable():
    return boto3.client("s3")
