#include "cli/read_tabs.h"

#include <span>
#include <utility>

#include "base/number_text.h"
#include "base/rng.h"
#include "base/system_clock.h"
#include "google/credentials.h"
#include "google/sheets_client.h"
#include "google/token_source.h"
#include "http/curl_transport.h"
#include "http/retry.h"
#include "model/a1.h"

namespace sheetkeeper {
namespace {

constexpr const char* kScope = "https://www.googleapis.com/auth/spreadsheets";

// Hands each cell of a read to `take`, with the tab it belongs to.
template <typename Take>
class CellSink : public ValueSink {
 public:
  CellSink(std::vector<SeenTab>& tabs, Take take) : tabs_(tabs), take_(take) {}

  // What another attempt brings replaces what stands here from the one before, or another
  // rendering.
  void OnBegin() override {}
  void OnRange(size_t, std::string_view) override {}
  void OnRow(size_t range, int row, std::span<const Cell> cells) override {
    auto& rows = tabs_.at(range).rows;
    const auto at = static_cast<size_t>(row);
    if (rows.size() <= at) rows.resize(at + 1);
    if (rows[at].size() < cells.size()) rows[at].resize(cells.size());
    for (size_t i = 0; i < cells.size(); ++i) take_(rows[at][i], cells[i]);
  }

 private:
  std::vector<SeenTab>& tabs_;
  Take take_;
};

std::string Text(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<double>(&cell)) return NumberText(*number);
  return "";
}

class Reading {
 public:
  Reading(SheetsClient& sheets, const std::string& id) : sheets_(sheets), id_(id) {}

  Result<SeenSpreadsheet> Run() {
    TRY_ASSIGN(const SpreadsheetInfo info, "looking at the spreadsheet", sheets_.ReadInfo(id_, {}));
    SeenSpreadsheet seen;
    seen.title = info.title;
    for (const Tab& tab : info.tabs) {
      if (tab.hidden || tab.row_count == 0) continue;
      seen.tabs.push_back({tab.title, {}});
      ranges_.push_back(QuoteSheetTitle(tab.title));
    }
    if (seen.tabs.empty()) return seen;
    TRY("reading the values",
        Read(seen.tabs, Render::kValues,
             [](SeenCell& seen_cell, const Cell& cell) { seen_cell.value = cell; }));
    TRY("reading the values",
        Read(seen.tabs, Render::kShown,
             [](SeenCell& seen_cell, const Cell& cell) { seen_cell.shown = Text(cell); }));
    TRY("reading the formulas",
        Read(seen.tabs, Render::kFormulas, [](SeenCell& seen_cell, const Cell& cell) {
          const auto* text = std::get_if<std::string>(&cell);
          const bool equals = text != nullptr && text->starts_with('=');
          seen_cell.is_formula = equals && Cell(*text) != seen_cell.value;
        }));
    return seen;
  }

 private:
  template <typename Take>
  Result<> Read(std::vector<SeenTab>& tabs, Render render, Take take) {
    CellSink<Take> sink(tabs, take);
    const auto read = sheets_.ReadValues(id_, ranges_, sink, {}, render);
    if (!read) return Fail(read.error());
    return {};
  }

  SheetsClient& sheets_;
  const std::string& id_;
  std::vector<std::string> ranges_;
};

}  // namespace

Result<SeenSpreadsheet> ReadTabs(const Settings& settings) {
  TRY_ASSIGN(const std::string file, "finding the key", FindKeyFile(settings.key_file));
  TRY_ASSIGN(ServiceAccountKey key, "reading the key", LoadServiceAccountKey(file));
  SystemClock clock;
  Rng rng(RandomSeed());
  CurlTransport network;
  RetryingTransport transport(network, clock, rng);
  ServiceAccountTokens tokens(std::move(key), kScope, settings.token_url, transport, clock);
  SheetsClient sheets(settings.api_base, transport, tokens);
  auto seen = Reading(sheets, settings.spreadsheet).Run();
  if (seen) seen->account = tokens.account();
  return seen;
}

}  // namespace sheetkeeper
