#!/usr/bin/env python3
"""Makes a corpus and queries of real chat out of the evaluation kit's logs.

  chat_lines.py KIT/disentangle OUT [--lines 100000] [--queries 1000] [--words 6]

Writes OUT/corpus.txt and OUT/queries.txt, one text a line. What people said is stripped of times and names; lines that
the server wrote are left out. Lines are shuffled by a fixed seed; a query is some consecutive words of a line that is
not in the corpus.
"""
import argparse
import pathlib
import random
import re
import tarfile

SAID = re.compile(r"^\[\d\d:\d\d\] (?:<[^>]*>|\s*\* \S+) (.*)$")


def logs(kit):
    for path in sorted((kit / "dev").glob("*.ascii.txt")):
        yield path.read_bytes()
    with tarfile.open(kit / "train.tar.xz") as archive:
        for name in sorted(each for each in archive.getnames() if each.endswith(".ascii.txt")):
            yield archive.extractfile(name).read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kit", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--words", type=int, default=6)
    options = parser.parse_args()
    said = [match[1].strip() for log in logs(options.kit) for row in log.decode("utf-8", "replace").splitlines()
            if (match := SAID.match(row)) and match[1].strip()]
    random.Random(4).shuffle(said)
    held_out = [row.split() for row in said[options.lines:]]
    queries, chooser = [], random.Random(5)
    for words in held_out:
        if len(words) >= options.words and len(queries) < options.queries:
            start = chooser.randrange(len(words) - options.words + 1)
            queries.append(" ".join(words[start:start + options.words]))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "corpus.txt").write_text("\n".join(said[:options.lines]) + "\n", encoding="utf-8")
    (options.out / "queries.txt").write_text("\n".join(queries) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
