#!/usr/bin/env python3
"""Makes data/words.txt: the words that a title is not broken inside.

Input is the dictionary of the crate jieba-rs 0.11 (MIT), `src/data/dict.txt`: words with
how often they were counted. Kept are words of one to five Han characters counted at least
five times. Output: one word a line, in the order of their bytes, so that a word is found
by halving, and behind it a letter for the count: `a` is 1, each further letter e times as
often.

    cargo fetch
    python3 data/make-words.py ~/.cargo/registry/src/*/jieba-rs-0.11.0/src/data/dict.txt
"""

import math
import pathlib
import re
import sys

HAN = re.compile(r"[\u4e00-\u9fff]{1,5}")


def main() -> None:
    words = {}
    for line in pathlib.Path(sys.argv[1]).read_text("utf-8").splitlines():
        word, count, *_ = line.split(" ")
        if HAN.fullmatch(word) and int(count) >= 5:
            words[word] = chr(ord("a") + round(math.log(int(count))))
    lines = sorted(words.items(), key=lambda item: item[0].encode())
    out = pathlib.Path(__file__).with_name("words.txt")
    out.write_text("".join(f"{word}{letter}\n" for word, letter in lines), "utf-8")


main()
