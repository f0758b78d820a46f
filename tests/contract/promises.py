"""What is promised of a server: each check compares what it says with what is known of Google's."""
import json

from server import TAB, grid, message_of, quote, rows, tag_row


class Promises:
    def __init__(self, server):
        self.server, self.failed, self.held = server, 0, 0

    def run(self):
        for check in (self.values, self.ranges, self.appends, self.refusals, self.structure,
                      self.answers, self.metadata, self.filters):
            check()

    def expect(self, promise, got, wanted):
        good = got == wanted
        self.held, self.failed = self.held + good, self.failed + (not good)
        print(("held    " if good else "DIFFERS ") + promise)
        if not good:
            print(f"          promised {json.dumps(wanted, ensure_ascii=False)}\n"
                  f"          got      {json.dumps(got, ensure_ascii=False)}")

    def refused(self, promise, answer, start):
        status, body = answer
        self.expect(promise, [status, str(message_of(body))[:len(start)]], [400, start])

    def values(self):
        s = self.server
        self.expect("an empty range has no values", s.read("contract!A1:B2"), None)
        _, body = s.write("contract!A1:C2", [["k", None, ""], [1.5, True, "=1+1"]])
        body.pop("spreadsheetId", None)
        self.expect("null is skipped and not counted, an empty text is", body, {
            "updatedRange": "contract!A1:C2", "updatedRows": 2, "updatedColumns": 3,
            "updatedCells": 5})
        self.expect("rows are cut behind their last cell; RAW keeps texts",
                    s.read("contract!A1:C2"), [["k"], [1.5, True, "=1+1"]])
        typed = ["1-2", "007", "$100.15", "TRUE", "'0123", "2026-09-05", "=1+2", "12%"]
        s.write("contract!A5", [typed], "USER_ENTERED")
        self.expect("typed texts become values", s.read("contract!B5:H5"),
                    [[7, 100.15, True, "0123", 46270, 3, 0.12]])
        self.expect("values are shown in their format", s.read("contract!B5:H5", "FORMATTED_VALUE"),
                    [["7", "$100.15", "TRUE", "0123", "2026-09-05", "3", "12%"]])
        self.expect("formulas are told on request", s.read("contract!F5:G5", "FORMULA"),
                    [[46270, "=1+2"]])
        _, body = s.ask("GET", f"/values/{quote('contract!A1:C2')}?majorDimension=COLUMNS")
        self.expect("columns are told on request", body.get("values"),
                    [["k", "1.5"], ["", "TRUE"], ["", "=1+1"]])
        s.write("contract!A8", [["=1/0", "=A999", "=NOSUCH()"]], "USER_ENTERED")
        self.expect("errors are shown by their names", s.read("contract!A8:C8", "FORMATTED_VALUE"),
                    [["#DIV/0!", "#REF!", "#NAME?"]])

    def ranges(self):
        for text, echo in [("contract", "contract!A1:J100"), ("contract!D4:A1", "contract!A1:D4"),
                           ("contract!A1:A1", "contract!A1"), ("contract!A:C", "contract!A1:C100"),
                           ("contract!2:3", "contract!A2:J3"), ("CONTRACT!A1", "contract!A1"),
                           ("contract!A1:B5000", "contract!A1:B100"),
                           ("contract!A2:C", "contract!A2:C100"),
                           ("contract!R1C1:R2C3", "contract!A1:C2")]:
            _, body = self.server.ask("GET", "/values/" + quote(text))
            self.expect(f"{text} is told as {echo}", body.get("range"), echo)

    def appends(self):
        s = self.server

        def place(answer):
            return [answer[1].get("tableRange"), answer[1].get("updates", {}).get("updatedRange")]

        self.expect("without a table append writes at its range",
                    place(s.append("contract!A20:B20", [["x", 1]])), [None, "contract!A20:B20"])
        self.expect("with a table it writes below it", place(s.append("contract!A20", [["y", 2]])),
                    ["contract!A20:B20", "contract!A21:B21"])
        s.write("contract!A23", [["below"]])
        s.append("contract!A20", [["z", 3], ["w", 4]], "&insertDataOption=INSERT_ROWS")
        self.expect("inserted rows push down what is below", s.read("contract!A20:B25"),
                    [["x", 1], ["y", 2], ["z", 3], ["w", 4], [], ["below"]])
        s.batch({"deleteDimension": {"range": rows(21, 23)}})

    def refusals(self):
        s = self.server
        self.refused("an unknown tab", s.ask("GET", "/values/" + quote("no such tab!A1")),
                     "Unable to parse range: no such tab!A1")
        self.refused("a row behind the grid", s.ask("GET", "/values/" + quote("contract!A5000")),
                     "Range (contract!A5000) exceeds grid limits. Max rows: 100, max columns: 10")
        self.refused("more rows than the range", s.write("contract!A1:B1", [[1], [2]]),
                     "Requested writing within range [contract!A1:B1], but tried writing to row "
                     "[2]")
        self.refused("no input option", s.ask("PUT", "/values/contract", {"values": [[1]]}),
                     "'valueInputOption' is required but not specified")
        self.refused("a value of the wrong type",
                     s.ask("PUT", "/values/contract?valueInputOption=RAW", {"values": "X"}),
                     "Invalid value at 'data.values' "
                     "(type.googleapis.com/google.protobuf.ListValue), \"X\"")
        self.refused("an unknown option", s.ask("GET", "/values/contract?valueRenderOption=X"),
                     "Invalid value at 'value_render_option' "
                     "(type.googleapis.com/google.apps.sheets.v4.ValueRenderOption), \"X\"")
        self.refused("an unknown request", s.batch({"noSuchRequest": {}}),
                     "Invalid JSON payload received. Unknown name \"noSuchRequest\" at "
                     "'requests[0]': Cannot find field.")
        self.refused("too long a text", s.write("contract!A1", [["x" * 50001]]),
                     "Your input contains more than the maximum of 50000 characters in a single "
                     "cell.")
        self.refused("a mask that names nothing", s.ask("GET", "?fields=sheets.bogus"),
                     "Request contains an invalid argument.")
        self.refused("a second tab of the same name",
                     s.batch({"addSheet": {"properties": {"title": "contract"}}}),
                     "Invalid requests[0].addSheet: A sheet with the name \"contract\" already "
                     "exists.")
        rename = {"properties": {"sheetId": TAB, "title": "other"}, "fields": "title"}
        s.batch({"updateSheetProperties": rename}, {"deleteSheet": {"sheetId": TAB + 9}})
        self.expect("a batch is all or nothing", s.read("contract!A1"), [["k"]])

    def structure(self):
        s = self.server
        s.write("contract!A30", [["b", 2], ["a", 10], ["c", 1]])
        s.batch({"sortRange": {"range": grid(29, 32, 0, 2), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}})
        self.expect("a sort moves rows whole", s.read("contract!A30:B32"),
                    [["a", 10], ["b", 2], ["c", 1]])
        s.batch({"insertDimension": {"range": rows(30, 31), "inheritFromBefore": True}})
        self.expect("an inserted row is empty", s.read("contract!A30:B33"),
                    [["a", 10], [], ["b", 2], ["c", 1]])
        s.batch({"moveDimension": {"source": rows(32, 33), "destinationIndex": 29}})
        self.expect("a moved row is where it was sent", s.read("contract!A30:B33"),
                    [["c", 1], ["a", 10], [], ["b", 2]])
        _, body = s.batch({"findReplace": {"find": "b", "replacement": "bb",
                                           "matchEntireCell": True, "range": grid(29, 33, 0, 1)}})
        self.expect("a replacement is counted", body.get("replies"),
                    [{"findReplace": {"valuesChanged": 1, "rowsChanged": 1, "sheetsChanged": 1,
                                      "occurrencesChanged": 1}}])

    def answers(self):
        s = self.server
        cell = {"userEnteredValue": {"stringValue": "=1"}}
        _, body = s.batch(
            {"updateCells": {"start": {"sheetId": TAB, "rowIndex": 39},
                             "rows": [{"values": [cell]}], "fields": "userEnteredValue"}},
            includeSpreadsheetInResponse=True, responseIncludeGridData=True,
            responseRanges=["contract!A40"])
        sheets = body.get("updatedSpreadsheet", {}).get("sheets", [])
        data = [sheet.get("data", [{}])[0] for sheet in sheets]
        self.expect("a batch tells the spreadsheet as it is after it",
                    [[one.get("startRow"), one.get("rowData", [{}])[0].get("values", [{}])[0].get(
                        "userEnteredValue")] for one in data], [[39, cell["userEnteredValue"]]])
        mask = "replies,updatedSpreadsheet(sheets(properties(sheetId)))"
        _, body = s.ask("POST", f":batchUpdate?fields={mask}", {
            "requests": [{"addNamedRange": {"namedRange": {"name": "contract_n",
                                                           "range": grid(39, 41, 0, 1)}}}],
            "includeSpreadsheetInResponse": True, "responseRanges": ["contract!A1"]})
        named = body.get("replies", [{}])[0].get("addNamedRange", {}).get("namedRange", {})
        self.expect("a mask keeps what it names",
                    [named.get("name"), body.get("updatedSpreadsheet")],
                    ["contract_n", {"sheets": [{"properties": {"sheetId": TAB}}]}])
        self.expect("a named range is read by its name", s.read("contract_n"), [["=1"]])
        s.batch({"deleteNamedRange": {"namedRangeId": named.get("namedRangeId")}})
        _, body = s.write("contract!A40:B40", [["y", None]], more="&includeValuesInResponse=true")
        self.expect("a write tells what stands in the range it was given", body.get("updatedData"),
                    {"range": "contract!A40:B40", "majorDimension": "ROWS", "values": [["y"]]})

    def metadata(self):
        s = self.server
        s.batch(tag_row(TAB, 30))
        s.batch({"insertDimension": {"range": rows(0, 1)}})
        self.expect("metadata follows its row", s.row_of(TAB), 31)
        status, _ = s.batch({"insertDimension": {"range": rows(0, 1)}}, tag_row(TAB, 50))
        self.expect("a metadata id is given once, and the batch fails whole",
                    [status, s.row_of(TAB)], [400, 31])
        s.write("contract!A61", [["b"], ["a"]])
        s.batch(tag_row(TAB + 1, 60))
        s.batch({"sortRange": {"range": grid(60, 62, 0, 10), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}})
        self.expect("metadata follows its row through a sort", s.row_of(TAB + 1), 61)
        s.batch({"deleteDimension": {"range": rows(31, 32)}})
        status, body = s.ask("GET", f"/developerMetadata/{TAB}")
        self.expect("metadata goes with its row", [status, message_of(body)],
                    [404, f"No developer metadata with ID {TAB}"])
        s.batch({"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {
            "metadataKey": "contract"}}}})
        self.expect("metadata is deleted by its key", s.search({"metadataKey": "contract"}), {})

    def filters(self):
        s = self.server
        s.write("contract!A71", [["p", 1], ["q", 2]])
        s.batch(tag_row(TAB, 70), tag_row(TAB + 1, 71))
        lookups = [{"developerMetadataLookup": {"metadataId": number}} for number in (TAB + 1, TAB)]
        _, body = s.ask("POST", "/values:batchGetByDataFilter", {
            "dataFilters": lookups, "valueRenderOption": "UNFORMATTED_VALUE"})
        self.expect("rows are read by their metadata, in the order of the sheet",
                    [[one["valueRange"].get("range"), one["valueRange"].get("values")]
                     for one in body.get("valueRanges", [])],
                    [["contract!A71:J71", [["p", 1]]], ["contract!A72:J72", [["q", 2]]]])
        _, body = s.ask("POST", "/values:batchUpdateByDataFilter", {
            "valueInputOption": "RAW", "data": [{"dataFilter": lookups[0], "values": [[None, 5]]}]})
        self.expect("a row is written by its metadata",
                    [body.get("totalUpdatedCells"), s.read("contract!A72:B72")], [1, [["q", 5]]])
        _, body = s.ask("POST", "/values:batchClearByDataFilter", {"dataFilters": lookups[1:]})
        self.expect("a row is emptied by its metadata", body.get("clearedRanges"),
                    ["contract!A71:J71"])
        self.refused("a read by no filter", s.ask("POST", "/values:batchGetByDataFilter", {}),
                     "Must specify at least one dataFilter.")
