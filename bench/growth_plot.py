"""The plot of docs/growth.svg: time and memory a row against the number of rows, both axes logarithmic."""

import math

WIDTH, HEIGHT = 790, 300
PANEL = 300  # wide, and 210 high
LEFT, TOP, HIGH = 60, 40, 210
GAP = 80

TIMES = [("first", "first sync", "#b3541e"), ("changed", "10 rows changed", "#1e6fb3"),
         ("quiet", "nothing changed", "#3c8c40")]
MEMORY = [("first_mib", "first sync", "#b3541e"), ("worker_mib", "worker that runs", "#1e6fb3")]


def draw_growth(points):
    """`points`: for each number of rows the seconds and MiB of each kind of work."""
    times = [(label, colour, [(p["rows"], p[key] / p["rows"] * 1e6) for p in points]) for key, label, colour in TIMES]
    memory = [(label, colour, [(p["rows"], p[key]) for p in points]) for key, label, colour in MEMORY]
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
             f'font-family="sans-serif" font-size="11">', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
             *panel(LEFT, "microseconds a row", times), *panel(LEFT + PANEL + GAP, "peak resident memory, MiB", memory),
             "</svg>"]
    return "\n".join(parts) + "\n"


def panel(left, title, curves):
    rows = [x for _, _, curve in curves for x, _ in curve]
    values = [y for _, _, curve in curves for _, y in curve]
    x_range = decades(rows)
    y_range = decades(values)

    def at(x, y):
        return (left + PANEL * share(x, x_range), TOP + HIGH * (1 - share(y, y_range)))

    yield f'<text x="{left}" y="{TOP - 22}" font-weight="bold">{title}</text>'
    for x in powers(x_range):
        place, _ = at(x, 10 ** y_range[0])
        yield f'<line x1="{place:.1f}" y1="{TOP}" x2="{place:.1f}" y2="{TOP + HIGH}" stroke="#dddddd"/>'
        yield f'<text x="{place:.1f}" y="{TOP + HIGH + 16}" text-anchor="middle">{x:,.0f}</text>'
    for y in powers(y_range):
        _, place = at(10 ** x_range[0], y)
        yield f'<line x1="{left}" y1="{place:.1f}" x2="{left + PANEL}" y2="{place:.1f}" stroke="#dddddd"/>'
        yield f'<text x="{left - 6}" y="{place + 4:.1f}" text-anchor="end">{y:,g}</text>'
    legend = left
    for label, colour, curve in curves:
        line = " ".join("{:.1f},{:.1f}".format(*at(x, y)) for x, y in curve)
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, y in curve:
            yield '<circle cx="{:.1f}" cy="{:.1f}" r="3" fill="{}"/>'.format(*at(x, y), colour)
        yield f'<text x="{legend}" y="{HEIGHT - 8}" fill="{colour}">{label}</text>'
        legend += 20 + 6 * len(label)
    yield f'<text x="{left + PANEL}" y="{TOP - 22}" text-anchor="end">rows of the sheet</text>'


def decades(values):
    return math.floor(math.log10(min(values)) + 1e-9), math.ceil(math.log10(max(values)) - 1e-9)


def powers(bounds):
    return [10.0 ** power for power in range(bounds[0], bounds[1] + 1)]


def share(value, bounds):
    return (math.log10(value) - bounds[0]) / max(1, bounds[1] - bounds[0])
