#include <cstdio>
#include <string_view>

#include <fmt/format.h>

#include "config/proposal.h"

namespace sheetkeeper {
namespace {

// A text as TOML writes it.
std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

// A remark may show what stands in cells: one line it stays.
std::string Comment(std::string_view indent, std::string_view sentence) {
  std::string line = fmt::format("{}# {}\n", indent, sentence);
  for (size_t i = 0; i + 1 < line.size(); ++i) {
    if (static_cast<unsigned char>(line[i]) < 0x20) line[i] = ' ';
  }
  return line;
}

std::string ColumnText(const Column& column, const std::vector<std::string>& remarks) {
  std::string text = "\n";
  for (const std::string& remark : remarks) text += Comment("  ", remark);
  text += fmt::format("  [[table.column]]\n  name = {}\n  header = {}\n  type = {}\n",
                      Quoted(column.name), Quoted(column.header), Quoted(Name(column.type)));
  return text + (column.required ? "  required = true\n" : "");
}

std::string TableText(const ProposedTable& table) {
  const TableBinding& binding = table.binding;
  const TableSchema& schema = binding.schema;
  std::string text = fmt::format("\n# {} row{}\n", table.rows, table.rows == 1 ? "" : "s");
  for (const std::string& remark : table.remarks) text += Comment("", remark);
  text += fmt::format("[[table]]\nname = {}\nsheet = {}\nkey = {}\n", Quoted(schema.name),
                      Quoted(binding.sheet_title), Quoted(schema.key_column().name));
  if (binding.header_row != 1) text += fmt::format("header_row = {}\n", binding.header_row);
  for (size_t i = 0; i < schema.columns.size(); ++i) {
    text += ColumnText(schema.columns[i], table.column_remarks[i]);
  }
  return text;
}

std::string LeftOutText(const ProposedTable& table) {
  std::string text = "\n" + Comment("", "left out: the tab " + table.binding.sheet_title);
  for (const std::string& remark : table.remarks) text += Comment("#  ", remark);
  return text;
}

}  // namespace

std::string ProposalText(const ProposedSettings& settings,
                         const std::vector<ProposedTable>& tables) {
  std::string text =
      "# Made by `sheetkeeper init` from all values of the spreadsheet; change it as you like.\n"
      "# `sheetkeeper help config` explains every setting. Policy: who wins where both sides "
      "changed one\n"
      "# cell differently: \"sheet\", \"database\" or \"manual\"; what loses is kept.\n\n"
      "[google]\n";
  text += Comment("", settings.title);
  text += fmt::format("spreadsheet = {}\n", Quoted(settings.spreadsheet));
  if (!settings.key_file.empty()) text += fmt::format("key_file = {}\n", Quoted(settings.key_file));
  text += fmt::format("\n[worker]\ndb_path = {}\ninterval = 300  # seconds between two cycles\n",
                      Quoted(settings.db_path));
  for (const ProposedTable& table : tables) {
    text += table.has_key ? TableText(table) : LeftOutText(table);
  }
  return text;
}

}  // namespace sheetkeeper
