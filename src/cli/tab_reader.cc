#include "cli/tab_reader.h"

#include <span>
#include <utility>

#include "base/number_text.h"
#include "base/rng.h"
#include "base/system_clock.h"
#include "cli/progress_bar.h"
#include "google/credentials.h"
#include "google/sheets_client.h"
#include "google/token_source.h"
#include "http/curl_transport.h"
#include "http/retry.h"
#include "model/a1.h"

namespace sheetkeeper {
namespace {

constexpr const char* kScope = "https://www.googleapis.com/auth/spreadsheets";

// Hands each cell of a read to `take`, with the place where it is seen.
template <typename Take>
class CellSink : public ValueSink {
 public:
  CellSink(SeenTab& tab, Take take) : tab_(tab), take_(take) {}

  // What another attempt brings replaces what stands here from the one before, or another
  // rendering.
  void OnBegin() override {}
  void OnRange(size_t, std::string_view) override {}
  void OnRow(size_t, int row, std::span<const Cell> cells) override {
    const auto at = static_cast<size_t>(row);
    if (tab_.rows.size() <= at) tab_.rows.resize(at + 1);
    auto& seen = tab_.rows[at];
    if (seen.size() < cells.size()) seen.resize(cells.size());
    for (size_t i = 0; i < cells.size(); ++i) take_(seen[i], cells[i]);
  }

 private:
  SeenTab& tab_;
  Take take_;
};

std::string Text(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<double>(&cell)) return NumberText(*number);
  return "";
}

void TakeValue(SeenCell& seen, const Cell& cell) {
  seen.value = cell;
}

void TakeShown(SeenCell& seen, const Cell& cell) {
  seen.shown = Text(cell);
}

void TakeFormula(SeenCell& seen, const Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  const bool equals = text != nullptr && text->starts_with('=');
  seen.is_formula = equals && Cell(*text) != seen.value;
}

}  // namespace

class TabReader::Impl {
 public:
  Impl(const Settings& settings, ServiceAccountKey key)
      : id_(settings.spreadsheet),
        rng_(RandomSeed()),
        transport_(network_, clock_, rng_),
        tokens_(std::move(key), kScope, settings.token_url, transport_, clock_),
        sheets_(settings.api_base, transport_, tokens_, ProgressBar::OfThisProcess()) {}

  Result<> LookUp() {
    TRY_ASSIGN(info_, "", sheets_.ReadInfo(id_, {}));
    return {};
  }

  Result<SeenTab> Read(const std::string& title) {
    SeenTab tab{title, {}};
    TRY("reading the values", Read(tab, Render::kValues, TakeValue));
    TRY("reading the values", Read(tab, Render::kShown, TakeShown));
    TRY("reading the formulas", Read(tab, Render::kFormulas, TakeFormula));
    return tab;
  }

  const SpreadsheetInfo& info() const { return info_; }
  std::string account() const { return tokens_.account(); }

 private:
  using Take = void (*)(SeenCell& seen, const Cell& cell);

  Result<> Read(SeenTab& tab, Render render, Take take) {
    CellSink<Take> sink(tab, take);
    const std::vector ranges{QuoteSheetTitle(tab.title)};
    if (auto read = sheets_.ReadValues(id_, ranges, sink, {}, render); !read) {
      return Fail(std::move(read).error());
    }
    return {};
  }

  const std::string id_;
  SystemClock clock_;
  Rng rng_;
  CurlTransport network_;
  RetryingTransport transport_;
  ServiceAccountTokens tokens_;
  SheetsClient sheets_;
  SpreadsheetInfo info_;
};

TabReader::TabReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TabReader::TabReader(TabReader&& other) noexcept = default;
TabReader::~TabReader() = default;

Result<TabReader> TabReader::Open(const Settings& settings) {
  TRY_ASSIGN(const std::string file, "", FindKeyFile(settings.key_file));
  TRY_ASSIGN(ServiceAccountKey key, "", LoadServiceAccountKey(file));
  TabReader reader(std::make_unique<Impl>(settings, std::move(key)));
  TRY("", reader.impl_->LookUp());
  return reader;
}

const std::string& TabReader::title() const {
  return impl_->info().title;
}

std::string TabReader::account() const {
  return impl_->account();
}

std::vector<std::string> TabReader::titles() const {
  std::vector<std::string> titles;
  for (const Tab& tab : impl_->info().tabs) {
    if (!tab.hidden && tab.row_count > 0) titles.push_back(tab.title);
  }
  return titles;
}

Result<SeenTab> TabReader::Read(const std::string& title) {
  return impl_->Read(title);
}

}  // namespace sheetkeeper
