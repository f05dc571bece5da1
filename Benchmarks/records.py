"""What a measurement needs: samples of programs, ratios round by round, and a record in Markdown that is kept."""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
BIN = Path(os.environ.get("BIN", HERE.parent / ".build/release")).resolve()
PROGRAM = f"Benchmarks/{Path(sys.argv[0]).name}"
POLL_SECONDS = 0.005


@dataclass
class Sample:
    """One run of a program: wall clock, processor time, peak resident memory, and what it printed."""

    seconds: float
    processor: float
    peak: int
    output: dict


class Record:
    """The Markdown, as it grows."""

    def __init__(self):
        self.lines = []

    def say(self, *lines):
        self.lines += lines

    def table(self, head, rows):
        self.say("", "| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1))
        self.say(*("| " + " | ".join(row) + " |" for row in rows), "")

    def describe(self, title, started, load, runs, facts):
        """The head: command, commit, machine, load, and the facts of this kind of measurement."""
        def output(*command):
            done = subprocess.run(command, capture_output=True, text=True, cwd=HERE)
            return done.stdout.strip() if done.returncode == 0 else "unknown"

        def line(path, name):
            return next((line.split(":", 1)[1].strip() for line in open(path) if line.startswith(name)), "unknown")

        dirty = output("git", "--no-optional-locks", "status", "--porcelain")
        swift = output("swift", "--version").splitlines()[0]
        memory = int(line("/proc/meminfo", "MemTotal").split()[0]) * 1024
        self.say(
            f"# {title}, {started:%Y-%m-%d}", "", "Median of all rounds (least–most); a MB is 1,000,000 bytes.", "",
            f"- Command: `{' '.join([PROGRAM, *sys.argv[1:]])}`, begun {started:%H:%M} UTC, {runs} rounds",
            f"- Commit: {output('git', 'rev-parse', '--short', 'HEAD')}{', with uncommitted changes' if dirty else ''}",
            *(f"- {fact}" for fact in facts),
            f"- Machine: {line('/proc/cpuinfo', 'model name')}, {len(os.sched_getaffinity(0))} cores, "
            f"{memory / 2**30:.1f} GiB, Linux {platform.release()}",
            f"- Load average: {load[0]:.2f} at the start, {os.getloadavg()[0]:.2f} at the end",
            f"- Compilers: {swift}; {output('gcc', '--version').splitlines()[0]}", "")

    def keep(self, started, name):
        """Prints the record and writes it to a file of its own: a record is never overwritten."""
        print(text := "\n".join(self.lines).rstrip() + "\n", end="")
        number, path = 1, HERE / "record" / f"{started:%Y-%m-%d}-{name}.md"
        while path.exists():
            number += 1
            path = path.with_name(f"{started:%Y-%m-%d}-{name}-{number}.md")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        tell(f"written to {path}")


def sample(command, pinned=False, **surroundings):
    """Runs a program that prints one JSON object; `surroundings` go to subprocess.run."""
    if pinned:
        command = ["taskset", "-c", str(min(os.sched_getaffinity(0))), *command]
    # Memory comes from time(1), since a child of this script would start with this script's peak.
    with tempfile.NamedTemporaryFile("r") as usage:
        start = time.perf_counter()
        done = subprocess.run(
            ["/usr/bin/time", "-q", "-f", "%U %S %M", "-o", usage.name, *map(str, command)], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, **surroundings)
        seconds = time.perf_counter() - start
        if done.returncode != 0:
            fail(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
        user, system, peak = usage.read().split()
    return Sample(seconds, float(user) + float(system), int(peak) * 1024, json.loads(done.stdout))


def wall(command):
    """Seconds that a program takes, without time(1), whose start would be a tenth of what a short program needs."""
    environment = dict(os.environ)
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    command = list(map(str, command))
    start = time.perf_counter()
    _, status = os.waitpid(os.posix_spawn(command[0], command, environment, file_actions=quiet), 0)
    seconds = time.perf_counter() - start
    if status != 0:
        fail(f"{' '.join(command)} ended with {status}")
    return seconds


def first_byte(command, text, environment):
    """Seconds from the start of a program, which gets a text, to the first byte that it prints."""
    start = time.perf_counter()
    with subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment) as process:
        process.stdin.write(text.encode())
        process.stdin.close()
        first = process.stdout.read(1)
        seconds = time.perf_counter() - start
        process.stdout.read()
    if not first or process.returncode != 0:
        fail(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return seconds


def peak_memory(command):
    """The peak of a program's resident set, from time(1), and of its anonymous part, from looking again and again."""
    with tempfile.NamedTemporaryFile("r") as usage:
        timed = ["/usr/bin/time", "-q", "-f", "%M", "-o", usage.name, *map(str, command)]
        own = 0
        with subprocess.Popen(timed, stdout=subprocess.DEVNULL) as process:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            while process.poll() is None:
                try:
                    for child in children.read_text().split():
                        status = Path(f"/proc/{child}/status").read_text().splitlines()
                        own = max([own, *(int(line.split()[1]) for line in status if line.startswith("RssAnon"))])
                except (FileNotFoundError, ProcessLookupError):
                    pass
                time.sleep(POLL_SECONDS)
        if process.returncode != 0:
            fail(f"{' '.join(map(str, command))} ended with {process.returncode}")
        return int(usage.read()) * 1024, own * 1024


def count(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def times(samples):
    return [each.seconds for each in samples]


def ratios(above, below):
    """Round by round."""
    return [one / other for one, other in zip(above, below, strict=True)]


def peak(samples):
    return spread([each.peak / 1e6 for each in samples], 1)


def spread(values, digits):
    """The median, and the least and most."""
    middle, least, most = (f"{value:,.{digits}f}" for value in (statistics.median(values), min(values), max(values)))
    return middle if least == most else f"{middle} ({least}–{most})"


def tell(text):
    print(text, file=sys.stderr, flush=True)


def fail(text):
    sys.exit(f"{PROGRAM}: {text}")
