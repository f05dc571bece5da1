"""The corpora of Benchmarks/run-engine: lines of real chat, their vectors, queries that are not among them, and what is true of them."""

import hashlib
import random
import shutil
import subprocess
import sys
from pathlib import Path

from records import BIN, fail, tell

HERE = Path(__file__).resolve().parent
PEERS = HERE / "peers"
sys.path.insert(0, str(PEERS))
from chat_lines import SAID, logs  # noqa: E402

LINES = 100_000
QUERIES = 1000
WORDS = 6
SHARES = (0.1, 0.01, 0.001)


class EngineData:
    """Files in a folder that is kept between runs, made anew when what makes them has changed."""

    def __init__(self, folder, kit, model, python):
        self.folder, self.kit, self.model, self.python = folder, kit, model, python
        self.texts, self.words = folder / "texts.txt", folder / "words.txt"
        self.queries, self.asked = folder / "queries.npy", folder / "queries.txt"
        self.said = 0

    def prepare(self):
        made, wanted = self.folder / "made.txt", self.stamp()
        if not made.exists() or made.read_text().split("\n")[0] != wanted:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            self.write_lines()
            self.embed(self.asked, self.queries)
            self.embed(self.texts, self.folder / "vectors.npy")
            made.write_text(f"{wanted}\n{self.said}\n")
        self.said = int(made.read_text().split("\n")[1])

    def stamp(self):
        digest = hashlib.sha256()
        for path in (HERE / "engine_data.py", PEERS / "chat_lines.py", PEERS / "engine-corpus.py"):
            digest.update(path.read_bytes())
        digest.update(f"{(self.model / 'model.safetensors').stat().st_size} {self.kit.resolve()}".encode())
        return digest.hexdigest()

    def write_lines(self):
        """A line that differs from another in case alone is the same to the encoder, and would tie with it."""
        tell("reading the chat logs")
        lines = {}
        for log in logs(self.kit / "disentangle"):
            for row in log.decode("utf-8", "replace").splitlines():
                if (match := SAID.match(row)) and (text := " ".join(match[1].split())):
                    lines.setdefault(text.casefold(), text)
        said = list(lines.values())
        self.said = len(said)
        if len(said) < LINES + QUERIES:
            fail(f"{len(said)} different lines of chat in {self.kit}, not {LINES + QUERIES}")
        random.Random(4).shuffle(said)
        chooser, words = random.Random(5), []
        for line in said[LINES:]:
            if len(parts := line.split()) >= WORDS and len(words) < QUERIES:
                start = chooser.randrange(len(parts) - WORDS + 1)
                words.append(" ".join(parts[start:start + WORDS]))
        for path, some in ((self.texts, said[:LINES]), (self.asked, said[LINES:LINES + QUERIES]), (self.words, words)):
            path.write_text("\n".join(some) + "\n", encoding="utf-8")

    def embed(self, texts, vectors):
        tell(f"embedding {texts.name}")
        with open(vectors, "wb") as file:
            command = [BIN / "quarry", "embed", "--quiet", "--encoder", self.model, "--format", "npy", texts]
            if subprocess.run(command, stdout=file).returncode != 0:
                fail(f"`{' '.join(map(str, command))}` failed")

    def rows(self, count, shares=()):
        """The rows, made where they are not there yet, with the filters that keep some shares of them."""
        files = [self.folder / f"truth-{name}.npy" for name in [f"{count}", *(f"{count}-{share:g}" for share in shares)]]
        if not all(path.exists() for path in files):
            tell(f"making {count:,} rows and their true neighbours")
            more = [word for share in shares for word in ("--share", share)]
            command = [self.python, PEERS / "engine-corpus.py", self.folder, "--rows", count, *more]
            if subprocess.run(list(map(str, command))).returncode != 0:
                fail(f"`{' '.join(map(str, command))}` failed")
        return self.folder / f"rows-{count}.npy"

    def truth(self, count, share=1):
        return self.folder / (f"truth-{count}.npy" if share == 1 else f"truth-{count}-{share:g}.npy")

    def allowed(self, count, share):
        return self.folder / f"allowed-{count}-{share:g}.npy"
