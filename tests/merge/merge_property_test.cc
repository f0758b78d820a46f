// The invariants (invariants.h) of every small triple, and of random larger ones.
//
// Each random case has its own seed, which a failure prints:
//     SHEETKEEPER_MERGE_SEED=N   begins with case N
//     SHEETKEEPER_TEST_SCALE=20  tries twenty times as many
#include <cstdlib>

#include <gtest/gtest.h>

#include "base/rng.h"
#include "merge/invariants.h"
#include "support/property.h"
#include "support/row_text.h"

namespace sheetkeeper {
namespace {

constexpr ConflictPolicy kPolicies[] = {ConflictPolicy::kSheetWins, ConflictPolicy::kDatabaseWins,
                                        ConflictPolicy::kManual};

struct Specimen {
  TableSchema schema;
  RowTriple triple;
};

std::string Text(const Specimen& specimen) {
  const TableSchema& schema = specimen.schema;
  std::string text = "base  " + RowText(specimen.triple.base, schema) + "\nsheet " +
                     SideText(specimen.triple.remote, schema) + "\nlocal " +
                     SideText(specimen.triple.local, schema) + "\n";
  for (const Column& column : schema.columns) {
    text += column.name + ": " + std::string(Name(column.policy)) + " ";
  }
  return text;
}

uint64_t FirstSeed() {
  const char* text = std::getenv("SHEETKEEPER_MERGE_SEED");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : 1;
}

TableSchema SchemaOf(const std::vector<ConflictPolicy>& policies) {
  TableSchema schema{.name = "t", .columns = {{.name = "id", .header = "ID"}}, .key = 0};
  for (size_t i = 0; i < policies.size(); ++i) {
    const std::string name = "c" + std::to_string(i + 1);
    schema.columns.push_back(
        {.name = name, .header = name, .type = ColumnType::kAny, .policy = policies[i]});
  }
  return schema;
}

// Row number `n` of a table of two columns, of which each is NULL, a, b or c; absent for n == 16.
SideRow SmallRow(int n) {
  if (n == 16) return {};
  const Value values[] = {Null{}, std::string("a"), std::string("b"), std::string("c")};
  return Row{std::string("k"), values[n / 4], values[n % 4]};
}

TEST(MergePropertyTest, HoldsForEveryTripleOfTwoColumns) {
  for (const ConflictPolicy one : kPolicies) {
    for (const ConflictPolicy two : kPolicies) {
      Specimen specimen;
      specimen.schema = SchemaOf({one, two});
      specimen.triple.key = std::string("k");
      for (int n = 0; n < 17 * 17 * 17; ++n) {
        const SideRow base = SmallRow(n / 289);
        specimen.triple.base = IsAbsent(base) ? std::nullopt : std::optional(std::get<Row>(base));
        specimen.triple.remote = SmallRow(n / 17 % 17);
        specimen.triple.local = SmallRow(n % 17);
        ASSERT_EQ(BrokenInvariant(specimen.triple, specimen.schema), "") << Text(specimen);
      }
    }
  }
}

// Few values, so that sides often agree by chance; some that only their type keeps apart.
Value RandomValue(size_t column, Rng& rng) {
  switch (rng.Below(6)) {
    case 0:
    case 1:
      return Null{};
    case 2:
      return int64_t{1};
    case 3:
      return 1.0;
    case 4:
      return std::string("1");
    default:
      return "only in c" + std::to_string(column);
  }
}

Row RandomRow(const RowKey& key, size_t columns, Rng& rng) {
  Row row{key};
  while (row.size() < columns) row.push_back(RandomValue(row.size(), rng));
  return row;
}

Row Perturbed(Row row, Rng& rng) {
  for (size_t column = 1; column < row.size(); ++column) {
    if (rng.Percent(30)) row[column] = RandomValue(column, rng);
  }
  return row;
}

// A side that grew out of `origin`, if that is there.
SideRow RandomSide(const std::optional<Row>& origin, const RowKey& key, size_t columns, Rng& rng) {
  if (rng.Percent(2)) return Held{.reason = "it does not fit"};
  if (rng.Percent(15)) return {};
  return origin ? Perturbed(*origin, rng) : RandomRow(key, columns, rng);
}

Specimen RandomSpecimen(uint64_t seed) {
  Rng rng(seed);
  std::vector<ConflictPolicy> policies(rng.Below(7));
  for (ConflictPolicy& policy : policies) policy = kPolicies[rng.Below(3)];
  Specimen specimen;
  specimen.schema = SchemaOf(policies);
  specimen.triple.key = int64_t{7};
  specimen.triple.sheet_row = 3;
  const size_t columns = specimen.schema.columns.size();
  RowTriple& triple = specimen.triple;
  if (rng.Percent(70)) triple.base = RandomRow(triple.key, columns, rng);
  triple.remote = RandomSide(triple.base, triple.key, columns, rng);
  std::optional<Row> origin = triple.base;
  const Row* remote = std::get_if<Row>(&triple.remote);
  if (remote != nullptr && rng.Percent(30)) origin = *remote;
  triple.local = RandomSide(origin, triple.key, columns, rng);
  return specimen;
}

void DropColumn(size_t column, Specimen& specimen) {
  const auto drop = [&](auto& list) {
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(column));
  };
  drop(specimen.schema.columns);
  if (specimen.triple.base) drop(*specimen.triple.base);
  for (SideRow* side : {&specimen.triple.remote, &specimen.triple.local}) {
    if (Row* row = std::get_if<Row>(side)) drop(*row);
  }
}

// The same failure with as few columns as it needs.
Specimen Shrunk(Specimen specimen) {
  for (size_t column = specimen.schema.columns.size(); --column > 0;) {
    Specimen smaller = specimen;
    DropColumn(column, smaller);
    if (!BrokenInvariant(smaller.triple, smaller.schema).empty()) specimen = smaller;
  }
  return specimen;
}

TEST(MergePropertyTest, HoldsForRandomTriples) {
  const uint64_t first = FirstSeed();
  const uint64_t cases = static_cast<uint64_t>(50'000 * TestScale());
  for (uint64_t seed = first; seed < first + cases; ++seed) {
    const Specimen specimen = RandomSpecimen(seed);
    const std::string broken = BrokenInvariant(specimen.triple, specimen.schema);
    ASSERT_EQ(broken, "") << "SHEETKEEPER_MERGE_SEED=" << seed << "\n" << Text(Shrunk(specimen));
  }
}

}  // namespace
}  // namespace sheetkeeper
