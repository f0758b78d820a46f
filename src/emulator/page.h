#ifndef SHEETKEEPER_EMULATOR_PAGE_H_
#define SHEETKEEPER_EMULATOR_PAGE_H_

#include "emulator/http/request.h"
#include "emulator/wire/json.h"
#include "emulator/wire/result.h"
#include "emulator/world.h"

namespace sheetkeeper::emulator {

// What the page for people (page/) asks for.

// {"spreadsheets": [{"id", "title", "changes", "sheets": [{"sheetId", "title", "rows",
// "columns", "hidden"}]}]}
Json PageSpreadsheets(const World& world);

// Rows `from` to `to` of a sheet, for GET /emulator/grid/SPREADSHEET/SHEET?from=0&to=100:
// {"changes", "rows", "columns", "from", "cells": [[{"v": shown, "f": what was entered, "n": is it
// right-aligned, "e": is it an error}]]}. Rows are cut behind their last cell.
Result<Json> PageGrid(const World& world, const Call& call);

// The page itself.
HttpResponse Page();

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_PAGE_H_
