// The calls of the Alex12060 bot, under the names it knows, over libsheetkeeper-reader.
//
//     alex12060::Service service({.db_path = "data/reference_data.db"});
//     service.start();
//     const auto settings = service.get_employee_settings(5938472011);
//
// Amounts, wages and percentages are those of the sheet. A range is from min_amount to max_amount,
// both included. An amount between two ranges (5000.50, where one ends at 5000 and the next begins
// at 5001) belongs to the lower one; one below the first or above the last belongs to none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sheetkeeper/reader.h>

namespace alex12060 {

using sheetkeeper::reader::Error;
using sheetkeeper::reader::HybridService;
using sheetkeeper::reader::Options;
using sheetkeeper::reader::Result;
using sheetkeeper::reader::Row;
using sheetkeeper::reader::Rows;
using sheetkeeper::reader::SyncStats;

struct EmployeeSettings {
  double hourly_wage = 0;
  double sales_commission = 0;
};

struct DynamicRate {
  double min_amount = 0;
  double max_amount = 0;
  double percentage = 0;
};

struct Rank {
  std::string rank_name;
  double min_amount = 0;
  double max_amount = 0;
  std::string bonus_1, bonus_2, bonus_3;  // "" where the cell is empty
  std::string text;
};

// As in HybridService: from SQLite, else from the sheet, else what is kept; thread-safe.
class Service {
 public:
  explicit Service(Options options) : hybrid_(std::move(options)) {}

  // The initial sync and the background sync, as the options say.
  void start() { hybrid_.Start(); }

  // Nothing where there is no such employee.
  Result<std::optional<EmployeeSettings>> get_employee_settings(std::int64_t employee_id) {
    const auto row = hybrid_.RowByKey("employee_settings", employee_id);
    if (!row) return row.error();
    if (!*row) return std::optional<EmployeeSettings>();
    return std::optional(EmployeeSettings{(**row).Real("hourly_wage").value_or(0),
                                          (**row).Real("sales_commission").value_or(0)});
  }

  // From the lowest amount to the highest.
  Result<std::vector<DynamicRate>> get_dynamic_rates() {
    return list<DynamicRate>("SELECT * FROM dynamic_rates ORDER BY min_amount", [](const Row& row) {
      return DynamicRate{real(row, "min_amount"), real(row, "max_amount"), real(row, "percentage")};
    });
  }
  Result<std::vector<Rank>> get_ranks() {
    return list<Rank>("SELECT * FROM ranks ORDER BY min_amount", [](const Row& row) {
      return Rank{text(row, "rank_name"), real(row, "min_amount"), real(row, "max_amount"),
                  text(row, "bonus_1"),   text(row, "bonus_2"),    text(row, "bonus_3"),
                  text(row, "text")};
    });
  }

  // The percentage for an amount of sales; 0 where it belongs to no range.
  Result<double> calculate_dynamic_rate(double amount) {
    const auto rates = get_dynamic_rates();
    if (!rates) return rates.error();
    const DynamicRate* rate = range_of(*rates, amount);
    return rate == nullptr ? 0.0 : rate->percentage;
  }
  // Nothing where it belongs to no range.
  Result<std::optional<Rank>> determine_rank(double amount) {
    const auto ranks = get_ranks();
    if (!ranks) return ranks.error();
    const Rank* rank = range_of(*ranks, amount);
    return rank == nullptr ? std::nullopt : std::optional(*rank);
  }

  // Both run one cycle, which goes in both directions: nothing is overwritten by either.
  Result<SyncStats> force_sync_from_sheets() { return hybrid_.SyncNow(); }
  Result<SyncStats> force_push_to_sheets() { return hybrid_.SyncNow(); }
  Result<SyncStats> get_sync_stats() { return hybrid_.GetSyncStats(); }

  HybridService& hybrid() { return hybrid_; }

 private:
  static double real(const Row& row, std::string_view column) {
    return row.Real(column).value_or(0);
  }
  static std::string text(const Row& row, std::string_view column) {
    return row.Text(column).value_or("");
  }

  template <typename T, typename Make>
  Result<std::vector<T>> list(std::string_view sql, const Make& make) {
    const Result<Rows> rows = hybrid_.Query(sql);
    if (!rows) return rows.error();
    std::vector<T> items;
    for (std::size_t i = 0; i < rows->size(); ++i) items.push_back(make((*rows)[i]));
    return items;
  }

  template <typename T>
  static const T* range_of(const std::vector<T>& ranges, double amount) {
    const T* found = nullptr;
    for (const T& range : ranges) {
      if (range.min_amount <= amount) found = &range;
    }
    const bool above_all =
        found != nullptr && found == &ranges.back() && amount > found->max_amount;
    return above_all ? nullptr : found;
  }

  HybridService hybrid_;
};

}  // namespace alex12060
