#include "cli/pages.h"

#include <fmt/format.h>

#include "config/settings.h"

namespace sheetkeeper {

CommandLine DescribeConfiguration() {
  CommandLine page;
  page.command = "sheetkeeper.toml";
  page.summary = "The configuration of sheetkeeper, in TOML.";
  page.examples =
      "  [google]\n"
      "  spreadsheet = \"https://docs.google.com/spreadsheets/d/.../edit\"\n"
      "\n"
      "  [worker]\n"
      "  db_path = \"data/sheet.db\"\n"
      "\n"
      "  [[table]]\n"
      "  name = \"rates\"\n"
      "  sheet = \"Rates\"\n"
      "  key = \"min_amount\"\n"
      "\n"
      "    [[table.column]]\n"
      "    name = \"min_amount\"\n"
      "    header = \"Min Amount\"\n"
      "    type = \"real\"\n";
  page.flags_title = "Settings";
  for (const Setting& setting : AllSettings()) {
    page.flags.push_back({fmt::format("[{}] {}", setting.section, setting.key),
                          std::string(setting.unit), std::string(setting.summary), nullptr});
  }
  page.more =
      "Each setting is also a flag of the worker (--db-path) and an environment variable\n"
      "(SHEETKEEPER_DB_PATH). A flag counts before the environment, the environment before the\n"
      "file. Whatever is not understood is an error with its line; nothing is guessed.\n"
      "\n"
      "One [[table]] for each tab:\n"
      "  name        the table in SQLite; it is created, or adopted where it exists and fits\n"
      "  sheet       the tab; once bound it is followed when somebody renames it\n"
      "  key         the column that tells rows apart\n"
      "  give_keys   a row of the sheet without a key is given one: ten letters and digits, or a\n"
      "              large whole number (false: it is held back)\n"
      "  header_row  the row of the sheet that holds the headers (1)\n"
      "  policy      who wins when both sides changed one cell differently: sheet, database, or\n"
      "              manual (neither, until a person decides)\n"
      "  limits      a plan beyond these is held until a person has looked: max_delete_rows,\n"
      "              max_delete_percent, delete_percent_from, max_change_percent,\n"
      "              change_percent_from\n"
      "\n"
      "One [[table.column]] for each column that is to be kept:\n"
      "  name        the column in SQLite\n"
      "  header      the text in the header row (the name)\n"
      "  type        integer, real, decimal, text, boolean, date, datetime, any\n"
      "  required    an empty cell does not fit (false)\n"
      "\n"
      "SIGHUP, or systemctl reload, takes over a changed file; db_path, status_port and the "
      "quotas\n"
      "change with a restart.\n";
  return page;
}

}  // namespace sheetkeeper
