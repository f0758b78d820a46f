"""Points that no document settles: what a server does in each is told, not judged."""
import json
import threading
import time

from server import TAB, grid, message_of, quote, rows, tag, tag_row

TWIN = TAB + 2  # the sheet id of a copy of the tab


def tell(point, what):
    print(f"  {point}: {json.dumps(what, ensure_ascii=False)}")


def answer_of(answer):
    status, body = answer[:2]
    if status != 200:
        return [status, message_of(body)]
    return [status, {name: value for name, value in body.items() if name != "spreadsheetId"}]


class Probes:
    def __init__(self, server):
        self.server = server

    def run(self):
        for probe in (self.metadata_limits, self.metadata_and_sorts, self.metadata_and_copies,
                      self.edges_of_the_grid, self.numbers, self.locale, self.tables,
                      self.appends_at_once, self.freshness):
            probe()

    def metadata_limits(self):
        s = self.server
        s.batch(tag(TAB + 3, {"sheetId": TAB}))
        tell("an id that is in use", answer_of(s.batch(tag(TAB + 3, {"sheetId": TAB}))))
        big = tag(TAB + 4, {"sheetId": TAB})
        big["createDeveloperMetadata"]["developerMetadata"]["metadataValue"] = "x" * 30001
        tell("metadata of more than 30000 characters", answer_of(s.batch(big)))
        nothing = {"dataFilter": {"developerMetadataLookup": {"metadataId": 1}}, "values": [["x"]]}
        tell("a DataFilter write that matches nothing", answer_of(
            s.ask("POST", "/values:batchUpdateByDataFilter",
                  {"valueInputOption": "RAW", "data": [nothing]})))

    def metadata_and_sorts(self):
        s = self.server
        s.write("contract!A81", [["b", "1", "left"], ["a", "2", "behind"]])
        s.batch(tag_row(TAB + 5, 80))
        s.batch({"sortRange": {"range": grid(80, 82, 0, 2), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}})
        tell("row metadata after a sort of part of the columns, was on row 80", s.row_of(TAB + 5))
        s.batch({"cutPaste": {"source": grid(80, 82, 0, 3), "pasteType": "PASTE_NORMAL",
                              "destination": {"sheetId": TAB, "rowIndex": 84}}})
        tell("row metadata after its cells were cut", s.row_of(TAB + 5))

    def metadata_and_copies(self):
        s = self.server
        s.batch({"duplicateSheet": {"sourceSheetId": TAB, "newSheetId": TWIN,
                                    "newSheetName": "contract twin"}})
        found = s.search({"metadataKey": "contract"}).values()
        tell("metadata after the tab was duplicated", [one["location"] for one in found])
        s.batch({"deleteSheet": {"sheetId": TWIN}})
        status, body = s.ask("POST", f"/sheets/{TAB}:copyTo",
                             {"destinationSpreadsheetId": s.spreadsheet})
        found = s.search({"metadataKey": "contract"}).values()
        tell("metadata after the tab was copied", [one["location"] for one in found])
        if status == 200:
            s.batch({"deleteSheet": {"sheetId": body["sheetId"]}})

    def edges_of_the_grid(self):
        s = self.server
        tell("a write that begins behind the grid", answer_of(s.write("contract!A5000", [["x"]])))
        tell("a write that runs over the end", answer_of(s.write("contract!J1", [["x", "y"]])))

    def numbers(self):
        s = self.server
        s.write("contract!A91", [[1e15, 2**53, 1e-7, 1e21, 123456789.123456789]])
        url = s.url(f"/values/{quote('contract!A91:E91')}?valueRenderOption=UNFORMATTED_VALUE")
        tell("numbers as JSON", s.text(url + "&prettyPrint=false"))
        tell("numbers as shown", s.read("contract!A91:E91", "FORMATTED_VALUE"))
        s.write("contract!A92", [["123456789012345678"]], "USER_ENTERED")
        tell("a typed number of 18 digits", s.read("contract!A92"))

    def locale(self):
        s = self.server
        _, body = s.ask("GET", "?fields=properties.locale")
        before = body.get("properties", {}).get("locale", "en_US")

        def use(locale):
            return s.batch({"updateSpreadsheetProperties": {"properties": {"locale": locale},
                                                            "fields": "locale"}})

        if use("ru_RU")[0] == 200:
            s.write("contract!A93", [[True, "=1/0", "=NA()", "1,5", "31.12.2025"]], "USER_ENTERED")
            tell("a Russian sheet, as shown", s.read("contract!A93:E93", "FORMATTED_VALUE"))
            tell("a Russian sheet, as it is", s.read("contract!A93:E93"))
            use(before)

    def tables(self):
        s = self.server
        s.write("contract!E81", [["Name", "Age"], ["Ann", 1]])
        s.write("contract!E84", [["below"]])
        status, body = s.batch({"addTable": {"table": {"name": "Contract",
                                                       "range": grid(80, 82, 4, 6)}}})
        if status != 200:
            return tell("a table", answer_of((status, body)))
        tell("an append of inserted rows to a table", answer_of(
            s.append("contract!E81", [["Bob", 2]], "&insertDataOption=INSERT_ROWS")))
        tell("what stands there then", s.read("contract!E81:F86"))
        _, body = s.ask("GET", "?fields=sheets.tables(name,range)&ranges=contract")
        tell("the table then", body.get("sheets"))
        return None

    def appends_at_once(self):
        s = self.server
        s.batch({"updateCells": {"range": grid(93, 99, 7, 10), "fields": "*"}})
        s.write("contract!H90", [["start"]])
        url = s.url(f"/values/{quote('contract!H90')}:append?valueInputOption=RAW")
        threads = [threading.Thread(target=s.send, args=("POST", url, {"values": [[number]]}))
                   for number in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        tell("five appends at once leave", s.read("contract!H90:H99"))

    def freshness(self):
        s = self.server
        before = s.drive("version,modifiedTime")
        started = time.monotonic()
        s.write("contract!A80", [["seen"]])
        seen = s.read("contract!A80")
        tell(f"a read right after a write ({time.monotonic() - started:.2f} s for both)", seen)
        tell("Drive before and right after", [before[1], s.drive("version,modifiedTime")[1]])


def quota(server):
    """Asks until the server has enough of it."""
    for number in range(400):
        status, body, headers = server.send("GET", server.url("?fields=spreadsheetId"))
        if status == 429:
            tell(f"request {number + 1} in a row", [message_of(body), dict(headers.items())])
            return
    tell("requests in a row without a refusal", 400)
