"""A reader that does what it is told, to see what a child may."""

import os
import time

from office.files.refusals import Unfit


def main(content: bytes) -> None:
    """`content` says what to do; a number is so many megabytes."""
    words = content.decode()
    if words == "environment":
        print(" ".join(os.environ))
    elif words == "for ever":
        while True:
            pass
    elif words == "break":
        raise SystemExit(7)
    elif words == "half":
        print("x" * 100_000)
        raise Unfit("long_cell", "ô A1")
    elif words == "wait":
        time.sleep(2)
    else:
        print(len(bytearray(int(words) * 1024 * 1024)) // 1024 // 1024)
