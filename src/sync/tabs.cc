#include "sync/tabs.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/log.h"
#include "base/number_text.h"
#include "sync/header.h"

namespace sheetkeeper {
namespace {

constexpr char kLogger[] = "sync_manager";

std::string IdName(const std::string& table) {
  return "tab." + table + ".sheet_id";
}
std::string TitleName(const std::string& table) {
  return "tab." + table + ".title";
}
constexpr char kEvidenceId[] = "evidence.sheet_id";
constexpr char kEvidenceExists[] = "evidence.exists";

const Tab* FindById(const SpreadsheetInfo& info, int32_t id) {
  const auto tab = std::find_if(info.tabs.begin(), info.tabs.end(),
                                [&](const Tab& candidate) { return candidate.sheet_id == id; });
  return tab == info.tabs.end() ? nullptr : &*tab;
}

const Tab* FindByTitle(const SpreadsheetInfo& info, const std::string& title) {
  for (const Tab& tab : info.tabs) {
    if (tab.title == title) return &tab;
  }
  for (const Tab& tab : info.tabs) {
    if (NormalizedHeader(tab.title) == NormalizedHeader(title)) return &tab;
  }
  return nullptr;
}

std::string TitlesOf(const SpreadsheetInfo& info) {
  std::string titles;
  for (const Tab& tab : info.tabs) {
    if (!tab.hidden) titles += (titles.empty() ? "" : ", ") + tab.title;
  }
  return titles;
}

}  // namespace

Tabs::Tabs(const std::vector<TableBinding>& tables, Rng& rng) : tables_(tables), rng_(rng) {
  for (const TableBinding& table : tables) {
    places_[table.schema.name] = TabPlace{std::nullopt, table.sheet_title, ""};
  }
}

Result<> Tabs::Load(Store& store) {
  for (auto& [table, place] : places_) {
    TRY_ASSIGN(const auto id, "reading the tab of " + table, store.Meta(IdName(table)));
    TRY_ASSIGN(const auto title, "reading the tab of " + table, store.Meta(TitleName(table)));
    if (!id || !title) continue;
    if (const auto number = ParseInteger(*id)) place.sheet_id = static_cast<int32_t>(*number);
    place.title = *title;
  }
  TRY_ASSIGN(const auto id, "reading the evidence sheet's id", store.Meta(kEvidenceId));
  TRY_ASSIGN(const auto exists, "reading the evidence sheet's id", store.Meta(kEvidenceExists));
  if (id) evidence_.sheet_id = static_cast<int32_t>(ParseInteger(*id).value_or(0));
  evidence_.exists = exists == "1";
  return {};
}

bool Tabs::IsComplete() const {
  return evidence_.sheet_id != 0 &&
         std::all_of(places_.begin(), places_.end(), [](const auto& entry) {
           return entry.second.sheet_id && entry.second.trouble.empty();
         });
}

Result<> Tabs::LookUp(const std::string& spreadsheet_id, SheetsClient& sheets,
                      std::stop_token stop) {
  TRY_ASSIGN(const SpreadsheetInfo info, "looking up the tabs",
             sheets.ReadInfo(spreadsheet_id, stop));
  for (const TableBinding& table : tables_) Bind(table, info);
  FindEvidenceSheet(info);
  return {};
}

void Tabs::Bind(const TableBinding& table, const SpreadsheetInfo& info) {
  TabPlace& place = places_[table.schema.name];
  const Tab* tab =
      place.sheet_id ? FindById(info, *place.sheet_id) : FindByTitle(info, table.sheet_title);
  if (tab == nullptr && place.sheet_id) {
    place.trouble = fmt::format(
        "the tab '{}' of table {} is gone from the spreadsheet '{}'; bring it back from the "
        "version history, or bind the table to another tab",
        place.title, table.schema.name, info.title);
    return;
  }
  if (tab == nullptr) {
    place.trouble = fmt::format(
        "the spreadsheet '{}' has no tab '{}' (it has: {}); correct `sheet` of table {} in the "
        "configuration or add the tab",
        info.title, table.sheet_title, TitlesOf(info), table.schema.name);
    return;
  }
  if (place.sheet_id && place.title != tab->title) {
    Log(LogLevel::kInfo, kLogger, "The tab '{}' is called '{}' from here on", place.title,
        tab->title);
  }
  dirty_ = dirty_ || !place.sheet_id || place.title != tab->title;
  place = TabPlace{tab->sheet_id, tab->title, ""};
}

void Tabs::FindEvidenceSheet(const SpreadsheetInfo& info) {
  const EvidenceSheet before = evidence_;
  const Tab* tab = FindByTitle(info, kEvidenceSheetTitle);
  if (tab != nullptr) {
    evidence_ = {tab->sheet_id, true};
  } else {
    evidence_.exists = false;
    while (evidence_.sheet_id == 0 || FindById(info, evidence_.sheet_id) != nullptr) {
      evidence_.sheet_id =
          static_cast<int32_t>(rng_.Between(1, std::numeric_limits<int32_t>::max()));
    }
  }
  dirty_ = dirty_ || before.sheet_id != evidence_.sheet_id || before.exists != evidence_.exists;
}

Result<> Tabs::Save(StoreTransaction& transaction) {
  for (const auto& [table, place] : places_) {
    if (!place.sheet_id) continue;
    TRY("recording the tab", transaction.SetMeta(IdName(table), std::to_string(*place.sheet_id)));
    TRY("recording the tab", transaction.SetMeta(TitleName(table), place.title));
  }
  TRY("recording the evidence sheet",
      transaction.SetMeta(kEvidenceId, std::to_string(evidence_.sheet_id)));
  TRY("recording the evidence sheet",
      transaction.SetMeta(kEvidenceExists, evidence_.exists ? "1" : "0"));
  dirty_ = false;
  return {};
}

void Tabs::SawTitle(const std::string& table, const std::string& title) {
  TabPlace& place = places_[table];
  if (title.empty() || place.title == title) return;
  place.title = title;
  dirty_ = true;
}

void Tabs::EvidenceSheetExists() {
  dirty_ = dirty_ || !evidence_.exists;
  evidence_.exists = true;
}

}  // namespace sheetkeeper
