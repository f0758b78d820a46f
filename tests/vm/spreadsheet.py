"""The sample spreadsheet with as many employees as are asked for.

    spreadsheet.py SAMPLE.json ROWS
"""

import json
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        document = json.load(file)
    cells = document["spreadsheets"][0]["sheets"][0]["cells"]
    missing = int(sys.argv[2]) - (len(cells) - 1)
    cells.extend([1000000 + i, 15 + i % 40 / 4, 8 + i % 5] for i in range(missing))
    json.dump(document, sys.stdout)


if __name__ == "__main__":
    main()
