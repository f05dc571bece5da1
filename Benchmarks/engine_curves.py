"""Curves of recall and speed: what a system reaches at a recall, and pictures of it as SVG, by hand."""

import math
from dataclasses import dataclass, field
from statistics import median

WIDTH, HEIGHT = 860, 520
LEFT, RIGHT, TOP, BOTTOM = 72, 200, 44, 48
LEAST, MOST = 0.8, 1.0
LABEL_ROOM = 15
# Told apart on white and on black; ours are thick, a family of peers has one colour.
COLOURS = {
    "quarry exact": "#c2255c", "quarry quantised": "#e67700", "quarry": "#d9480f", "faiss": "#1c7ed6", "hnswlib": "#2b8a3e", "usearch": "#9c36b5", "milvus": "#868e96", "lancedb": "#868e96"}
DASHES = ("", "7 3", "2 3", "10 3 2 3", "1 5")
STYLE = (
    ".paper{fill:#fff}.ink{fill:#212529}.faint{fill:#5c636a}.rule{stroke:#dee2e6}.frame{stroke:#868e96}"
    "@media (prefers-color-scheme:dark){.paper{fill:#15181c}.ink{fill:#e9ecef}.faint{fill:#adb5bd}.rule{stroke:#343a40}}"
    "text{font:12px system-ui,sans-serif}")


@dataclass
class Point:
    """One setting: recall, and by round queries/s and the 99th percentile in milliseconds."""

    setting: str
    recall: float
    rates: dict
    slowest: dict

    @property
    def rate(self):
        return median(self.rates.values())


@dataclass
class Curve:
    """One system over its settings."""

    name: str
    points: list
    build: list = field(default_factory=list)
    memory: list = field(default_factory=list)
    disk: int = 0

    @property
    def best(self):
        """The settings that no other surpasses in both, by rising recall."""
        front = []
        for point in sorted(self.points, key=lambda each: (-each.recall, -each.rate)):
            if not front or point.rate > front[-1].rate:
                front.append(point)
        return front[::-1]

    def rate_at(self, recall):
        """Queries/s at a recall, between two settings along the logarithm; None where it is not reached."""
        front = self.best
        above = next((index for index, point in enumerate(front) if point.recall >= recall), None)
        if above is None:
            return None
        high = front[above]
        if above == 0 or high.recall == recall:
            return high.rate
        low = front[above - 1]
        share = (recall - low.recall) / (high.recall - low.recall)
        return math.exp(math.log(low.rate) + share * (math.log(high.rate) - math.log(low.rate)))


def draw(curves, title):
    """The picture of some curves."""
    shown = [(curve, front) for curve in curves if (front := [each for each in curve.best if each.recall >= LEAST])]
    rates = [point.rate for _, front in shown for point in front]
    low, high = math.floor(2 * math.log10(min(rates))) / 2, math.ceil(2 * math.log10(max(rates))) / 2

    def across(recall):
        return LEFT + (recall - LEAST) / (MOST - LEAST) * (WIDTH - LEFT - RIGHT)

    def down(rate):
        return HEIGHT - BOTTOM - (math.log10(rate) - low) / max(0.1, high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{title}</title><style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<text class="ink" x="{LEFT}" y="24" style="font-size:14px;font-weight:600">{title}</text>']
    parts += grid(across, down, low, high)
    ends = []
    used = {}
    for curve, front in sorted(shown, key=lambda each: each[0].name.startswith("quarry")):
        family = next((each for each in COLOURS if curve.name.startswith(each)), "milvus")
        dash = ""
        if len(front) > 1:
            dash = DASHES[used.get(family, 0) % len(DASHES)]
            used[family] = used.get(family, 0) + 1
        parts.append(line(curve, front, across, down, COLOURS[family], dash))
        ends.append((down(front[-1].rate), across(front[-1].recall), curve.name, COLOURS[family]))
    parts += labels(ends)
    return "\n".join([*parts, "</svg>"]) + "\n"


def grid(across, down, low, high):
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for step in range(9):
        recall = LEAST + step * (MOST - LEAST) / 8
        x = across(recall)
        yield f'<path class="rule" d="M{x:.1f} {TOP}V{bottom}"/>'
        yield f'<text class="faint" x="{x:.1f}" y="{bottom + 17}" text-anchor="middle">{recall:.3f}</text>'
    for decade in range(math.floor(low), math.ceil(high) + 1):
        for digit in (1, 2, 5):
            if low - 1e-9 <= math.log10(rate := digit * 10.0**decade) <= high + 1e-9:
                y = down(rate)
                yield f'<path class="rule" d="M{LEFT} {y:.1f}H{right}"/>'
                yield f'<text class="faint" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{rate:,.0f}</text>'
    yield f'<path class="frame" fill="none" d="M{LEFT} {TOP}V{bottom}H{right}"/>'
    yield f'<text class="faint" x="{(LEFT + right) / 2:.0f}" y="{HEIGHT - 10}" text-anchor="middle">recall@10</text>'
    yield f'<text class="faint" x="{LEFT - 8}" y="{TOP - 8}" text-anchor="end">queries/s</text>'


def line(curve, front, across, down, colour, dash):
    """Dots are the settings; a setting alone is a dot alone."""
    thick = 3 if curve.name.startswith("quarry") else 1.6
    path = "L".join(f"{across(each.recall):.1f} {down(each.rate):.1f}" for each in front)
    dots = "".join(
        f'<circle cx="{across(each.recall):.1f}" cy="{down(each.rate):.1f}" r="{4 if len(front) == 1 else thick + 0.6:.1f}"/>'
        for each in front)
    stroke = f' stroke-dasharray="{dash}"' if dash else ""
    drawn = f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{thick}"{stroke}/>' if len(front) > 1 else ""
    return f'<g fill="{colour}">{drawn}{dots}</g>'


def labels(ends):
    """Beside the right edge, from top to bottom as the lines end, each in a place of its own."""
    ends = sorted(ends)
    places, free = [], TOP
    for y, *_ in ends:
        places.append(free := max(free, y))
        free += LABEL_ROOM
    if places and (over := places[-1] - (HEIGHT - BOTTOM)) > 0:
        places = [max(TOP + index * LABEL_ROOM, place - over) for index, place in enumerate(places)]
    x = WIDTH - RIGHT + 22
    for (y, end, name, colour), place in zip(ends, places):
        yield f'<path d="M{end + 5:.1f} {y:.1f}L{x - 4} {place:.1f}" stroke="{colour}" stroke-width="0.7" opacity="0.6"/>'
        weight = ";font-weight:600" if name.startswith("quarry") else ""
        yield f'<text x="{x}" y="{place + 4:.1f}" style="fill:{colour}{weight}">{name}</text>'
