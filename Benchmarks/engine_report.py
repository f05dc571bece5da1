"""The tables of Benchmarks/run-engine's record, made of the lines that were measured."""

import math
from collections import defaultdict
from statistics import median

from engine_curves import Curve, Point
from engine_data import LINES, SHARES
from engine_parts import GRAPHS, PARTS
from records import spread

OUR_KINDS = ("quarry quantised", "quarry invertedFile", "quarry auto")
# Systems by the names that the tables have.
NAMES = {
    "faiss-flat": "faiss FlatIP", "faiss-sq8": "faiss SQ8", "faiss-hnsw16": "faiss HNSW16", "faiss-hnsw32": "faiss HNSW32",
    "faiss-ivf-rabitq": "faiss IVF-RaBitQ", "hnswlib": "hnswlib M16", "usearch-f32": "usearch f32", "usearch-i8": "usearch i8",
    "milvus-lite": "milvus-lite", "lancedb": "lancedb"}


class Report:
    """Says what was measured, part by part, and how it compares with what was asked for."""

    def __init__(self, lines, notes, record):
        self.lines, self.notes, self.record, self.goals = lines, notes, record, []

    def write(self):
        for part in PARTS:
            if lines := [line for line in self.lines if line["part"] == part]:
                getattr(self, f"report_{part}")(lines)
        if self.notes:
            self.record.say("## Left out", "", *(f"- {note}" for note in self.notes), "")

    def goal(self, name, found, relation, bound, digits):
        if found is None:
            return self.goals.append([name, f"{relation} {bound:,}", "not reached", "no"])
        met = {"≥": found >= bound, "≤": found <= bound, "<": found < bound, "=": found == bound}[relation]
        told = "no peer reaches it" if math.isinf(found) else f"{found:,.{digits}f}"
        self.goals.append([name, f"{relation} {bound:,}", told, "yes" if met else "no"])

    # Dense

    def report_dense(self, lines):
        for rows in sorted({line["rows"] for line in lines}):
            here = [line for line in lines if line["rows"] == rows]
            curves = curves_of(here)
            self.record.say(
                f"## Dense, {rows:,} rows{made_up(rows)}", "",
                "Top 10, a query at a time on one thread; built on two. The first columns: queries/s at a recall, between the two "
                "nearest settings along the logarithm.")
            recalls = (0.9, 0.95, 0.98, 0.99)
            self.record.table(
                ["system", *(f"q/s at {recall}" for recall in recalls), "best recall", "q/s there", "build s", "memory MB",
                 "file MB"],
                [[name, *(number(curve.rate_at(recall), 0) for recall in recalls), f"{curve.best[-1].recall:.4f}",
                  spread(curve.best[-1].rates.values(), 0), spread(curve.build, 1), spread(curve.memory, 0),
                  number(curve.disk / 1e6 or None, 0)] for name, curve in curves.items()])
            batched = {
                engine: {line["round"]: line["queriesPerSecond"] for line in some} for engine, some in grouped(
                    [line for line in here if line["setting"] == "batched"], lambda line: line["engine"]).items()}
            if batched:
                told = "; ".join(f"{name_of(engine)} {spread(rates.values(), 0)}" for engine, rates in batched.items())
                self.record.say(f"All queries at once, exact, one thread, queries/s: {told}.", "")
            self.compare_dense(rows, curves, batched)
            self.record.say("Every setting:")
            self.record.table(
                ["system, setting", "recall@10", "queries/s", "p99 ms"],
                [[f"{name}, {point.setting or 'every row'}", f"{point.recall:.4f}", spread(point.rates.values(), 0),
                  spread(point.slowest.values(), 2)] for name, curve in curves.items() for point in curve.points])

    def compare_dense(self, rows, curves, batched):
        exact, flat = curves.get("quarry exact"), curves.get("faiss FlatIP")
        of = f"{rows:,} rows"
        if exact:
            self.goal(f"{of}: exact, recall@10", exact.points[0].recall, "≥", 0.995, 4)
        if exact and flat:
            self.goal(f"{of}: exact ÷ faiss FlatIP, one at a time",
                      same_round(exact.points[0].rates, flat.points[0].rates), "≥", 3, 2)
            if "faiss-flat" in batched and "quarry" in batched:
                self.goal(f"{of}: exact ÷ faiss FlatIP, batched",
                          same_round(batched["quarry"], batched["faiss-flat"]), "≥", 3, 2)
        graphs = [curves[NAMES[name]] for name in GRAPHS if NAMES[name] in curves]
        if (codes := curves.get("quarry quantised")) and (faiss := [each for each in graphs if "faiss" in each.name]):
            self.compare(f"{of}: quantised ÷ faiss HNSW", [codes], faiss, 0.985)
        if ours := [curves[name] for name in OUR_KINDS if name in curves]:
            for recall in (0.95, 0.99):
                if graphs:
                    best, other = self.compare(f"{of}: ours ÷ best of the graphs", ours, graphs, recall)
                    if best and other:
                        self.goal(f"{of}: {best.name}, build ÷ {other.name}",
                                  median(best.build) / median(other.build), "≤", 0.2, 3)
                        self.goal(f"{of}: {best.name}, memory ÷ {other.name}",
                                  median(best.memory) / median(other.memory), "≤", 0.333, 3)

    def compare(self, name, ours, peers, recall, bound=1):
        """The fastest of each side at a recall."""
        best, other = fastest(ours, recall), fastest(peers, recall)
        if not best or not other:
            self.goal(f"{name} at recall {recall:.3g}", None if other else float("inf"), "≥", bound, 2)
            return None, None
        self.goal(f"{name} ({other.name}) at recall {recall:.3g}", best.rate_at(recall) / other.rate_at(recall), "≥", bound, 2)
        return best, other

    def report_filters(self, lines):
        for rows in sorted({line["rows"] for line in lines}):
            self.record.say(
                f"## Filters, {rows:,} rows{made_up(rows)}", "",
                "A seeded sample of the rows may be found; the same sample for all, as a set that is there before the query. Each "
                "system's rate at the recall of the next column, and the fastest of the peers at ours.")
            table = []
            for share in SHARES:
                curves = curves_of([line for line in lines if line["rows"] == rows and line["share"] == share])
                for name in OUR_KINDS:
                    if name not in curves:
                        continue
                    for recall in (0.95, 0.99):
                        peers = [each for each in curves.values() if not each.name.startswith("quarry")]
                        ours, other = curves[name].rate_at(recall), fastest(peers, recall)
                        if ours and other:
                            table.append([f"{share:.1%}, {name}", f"{recall}", number(ours, 0), other.name,
                                          number(other.rate_at(recall), 0), f"{ours / other.rate_at(recall):.2f}"])
                if ours := [curves[name] for name in OUR_KINDS if name in curves]:
                    peers = [each for each in curves.values() if not each.name.startswith("quarry")]
                    self.compare(f"{rows:,} rows, {share:.1%} kept: ours ÷ best peer", ours, peers, 0.99, 3)
            self.record.table(["kept, ours", "recall", "queries/s", "best peer", "its queries/s", "ours ÷ it"], table)

    # The rest

    def report_sparse(self, lines):
        by = grouped(lines, lambda line: line["engine"])
        self.record.say("## Words", "", f"BM25 over {lines[0]['texts']:,} lines, top 10, six words a query, one thread; a query's "
                        "analysis and a text's included.")
        self.record.table(
            ["system", "queries/s", "p50 ms", "p99 ms", "build s", "index MB"],
            [[engine, *(spread([line[key] for line in some], digits) for key, digits in (
                ("queriesPerSecond", 0), ("p50", 3), ("p99", 3), ("buildSeconds", 2))),
              f"{some[0]['indexBytes'] / 1e6:.1f}"] for engine, some in by.items()])
        if "quarry" in by and "tantivy" in by:
            for key, name, relation in (("queriesPerSecond", "queries/s", "≥"), ("buildSeconds", "build", "≤")):
                above, below = ({line["round"]: line[key] for line in by[engine]} for engine in ("quarry", "tantivy"))
                self.goal(f"BM25, {name}: ours ÷ tantivy", same_round(above, below), relation, 1, 2)

    def report_open(self, lines):
        self.record.say("## A whole collection", "",
                        "One vector, one text with its words, one number a row; written in batches of 1,000 and compacted, then "
                        "opened and searched by another process. `own` is what that process has in memory of its own, not mapped.")
        build = [line for line in lines if line["measured"] == "build"]
        opened = grouped([line for line in lines if line["measured"] == "open"], lambda line: line["rows"])
        self.record.table(
            ["rows", "written s", "segments", "compacted s", "peak MB while writing"],
            [[f"{line['rows']:,}", f"{line['writeSeconds']:.1f}", f"{line['segmentsBefore']}", f"{line['compactSeconds']:.1f}",
              f"{line['peakBytes'] / 1e6:,.0f}"] for line in build])
        self.record.table(
            ["rows", "opened ms", "first search ms", "on disk MB"],
            [[f"{rows:,}", *(spread([line[key] for line in some], 2) for key in ("openMilliseconds", "firstSearchMilliseconds")),
              f"{some[0]['diskBytes'] / 1e6:,.0f}"] for rows, some in opened.items()])
        searches = grouped([line for line in lines if line["measured"] not in ("build", "open")],
                           lambda line: (line["rows"], line["measured"], line["setting"]))
        self.record.table(
            ["rows, search", "recall@10", "queries/s", "p99 ms", "own MB"],
            [[f"{rows:,}, {kind} {setting}", number(some[0].get("recall"), 4),
              spread([line["queriesPerSecond"] for line in some], 0), spread([line["p99"] for line in some], 2),
              number(some[0]["ownBytes"] / 1e6, 0)] for (rows, kind, setting), some in searches.items()])

    def report_stream(self, lines):
        first = lines[0]
        self.record.say(
            "## While rows stream in", "",
            f"{first['rows']:,} rows; batches of {first['batch']}, {first['rate']:,} rows/s asked for, {first['seconds']} s; searches "
            "one after the other. Then the collection is opened anew and counted.")
        self.record.table(
            ["", "queries/s", "p50 ms", "p99 ms"],
            [[name, *(spread([line[name][key] for line in lines], digits)
                      for key, digits in (("queriesPerSecond", 0), ("p50", 3), ("p99", 3)))] for name in ("quiet", "streaming")])
        written = [line["streamedRows"] / line["seconds"] for line in lines]
        self.record.say(f"Rows/s that were acknowledged: {spread(written, 0)}.", "")
        self.goal("streaming, rows/s acknowledged", median(written), "≥", 0.99 * first["rate"], 0)
        self.goal("streaming, p99 ÷ quiet p99", median([line["ratioOfP99"] for line in lines]), "≤", 2, 2)
        self.goal("streaming, acknowledged rows that were lost", max(line["lostRows"] for line in lines), "=", 0, 0)

    def report_hybrid(self, lines):
        self.record.say("## Hybrid", "", f"Top 10 over {LINES:,} passages, the query's embedding included.")
        names = [key for key, value in lines[0].items() if isinstance(value, (int, float)) and key not in ("round", "rows")]
        self.record.table(["figure", "measured"], [[key, spread([line[key] for line in lines], 2)] for key in names])
        for key, bound in (("p50", 5), ("p99", 12)):
            if key in lines[0]:
                self.goal(f"hybrid, {key} ms", median([line[key] for line in lines]), "<", bound, 2)

    def report_graph(self, lines):
        self.record.say("## The nearest rows of every row", "", "k = 15, two threads; recall of 500 rows against an exact search.")
        by = grouped(lines, lambda line: (line["rows"], line["kind"]))
        self.record.table(
            ["rows", "build s", "seconds", "recall"],
            [[f"{rows:,}{made_up(rows)}, {kind}", spread([line["buildSeconds"] for line in some], 1),
              spread([line["seconds"] for line in some], 1), f"{median(line['recall'] for line in some):.4f}"]
             for (rows, kind), some in by.items()])
        for (rows, _), some in by.items():
            if rows >= LINES:
                self.goal(f"kNN graph, {rows:,} rows, s", median(line["seconds"] for line in some), "<",
                          15 if rows == LINES else 240, 1)
                self.goal(f"kNN graph, {rows:,} rows, recall", median(line["recall"] for line in some), "≥",
                          0.995 if rows == LINES else 0.95, 4)


def grouped(lines, key):
    groups = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return dict(groups)


def curves_of(lines):
    """By name, ours first."""
    curves = {}
    searched = [line for line in lines if line["setting"] != "batched"]
    for (engine, kind), some in grouped(searched, lambda line: (line["engine"], line["kind"])).items():
        points = [
            Point(setting, median(line["recall"] for line in same), {line["round"]: line["queriesPerSecond"] for line in same},
                  {line["round"]: line["p99"] for line in same})
            for setting, same in grouped(some, lambda line: line["setting"]).items()]
        once = grouped(some, lambda line: line["round"]).values()
        name = name_of(engine, kind)
        curves[name] = Curve(name, points, [same[0]["buildSeconds"] for same in once],
                             [same[0]["residentBytes"] / 1e6 for same in once], some[0].get("bytes", 0))
    return dict(sorted(curves.items(), key=lambda each: not each[0].startswith("quarry")))


def same_round(above, below):
    """The median of ratios round by round, of rounds that both have."""
    return median(above[number] / below[number] for number in above if number in below)


def name_of(engine, kind=""):
    return f"quarry {kind}".strip() if engine == "quarry" else NAMES[engine]


def fastest(curves, recall):
    reached = [curve for curve in curves if curve.rate_at(recall)]
    return max(reached, key=lambda curve: curve.rate_at(recall), default=None)


def made_up(rows):
    return ", synthetic" if rows > LINES else ""


def number(value, digits):
    return "–" if value is None else f"{value:,.{digits}f}"
