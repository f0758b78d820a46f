// Every type, in both directions, on random cells and values and on those that are easily taken for
// another. What a column refuses stays where it is, so only what fits is followed.
#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

#include "model/canonical.h"
#include "support/property.h"
#include "support/traps.h"

namespace sheetkeeper {
namespace {

constexpr ColumnType kTypes[] = {ColumnType::kInteger,  ColumnType::kReal,    ColumnType::kDecimal,
                                 ColumnType::kText,     ColumnType::kBoolean, ColumnType::kDate,
                                 ColumnType::kDateTime, ColumnType::kAny};

Column Of(ColumnType type) {
  return Column{.name = "c", .header = "C", .type = type};
}

const Value* Fits(const Fitted<Value>& fitted) {
  return std::get_if<Value>(&fitted);
}
const Cell* Fits(const Fitted<Cell>& fitted) {
  return std::get_if<Cell>(&fitted);
}

// Random numbers of all sizes: whole ones, ones with few digits, and any bits at all.
double RandomNumber() {
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return static_cast<double>(*rc::gen::inRange<int64_t>(-3'000'000, 3'000'000));
    case 1:
      return static_cast<double>(*rc::gen::inRange<int64_t>(-1'000'000, 1'000'000)) / 1000;
    case 2:
      return static_cast<double>(*rc::gen::inRange<int64_t>(-700'000, 3'000'000)) +
             static_cast<double>(*rc::gen::inRange<int64_t>(0, 86'400'000)) / 86'400'000;
    default: {
      const auto bits = *rc::gen::arbitrary<uint64_t>();
      double number = 0;
      std::memcpy(&number, &bits, sizeof number);
      return std::isfinite(number) ? number : 0;
    }
  }
}

int Digit(int below) {
  return *rc::gen::inRange(0, below);
}

std::string RandomDecimal() {
  return (Digit(2) != 0 ? "-" : "") +
         *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('0', ':'))) +
         (Digit(2) != 0 ? "." + std::to_string(*rc::gen::arbitrary<unsigned>()) : "");
}

std::string RandomTime() {
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d%c%02d:%02d", Digit(10000), Digit(13), Digit(32),
                Digit(2) != 0 ? 'T' : ' ', Digit(25), Digit(60));
  const int length = Digit(3);
  return length == 0 ? std::string(text, 10)
                     : text + (length == 1 ? ""
                                           : ":" + std::to_string(10 + Digit(50)) + "." +
                                                 std::to_string(Digit(1000)));
}

std::string RandomText() {
  switch (Digit(4)) {
    case 0:
      return RandomDecimal();
    case 1:
      return RandomTime();
    case 2:
      return std::to_string(*rc::gen::arbitrary<int64_t>());
    default:
      return *rc::gen::string<std::string>();
  }
}

Cell RandomCell() {
  switch (Digit(4)) {
    case 0:
      return RandomNumber();
    case 1:
      return RandomText();
    case 2:
      return Digit(2) != 0;
    default:
      return *rc::gen::elementOf(TrapCells());
  }
}

Value RandomValue() {
  switch (Digit(4)) {
    case 0:
      return RandomNumber();
    case 1:
      return RandomText();
    case 2:
      return *rc::gen::arbitrary<int64_t>();
    default:
      return *rc::gen::elementOf(TrapValues());
  }
}

class RoundTripTest : public testing::TestWithParam<ColumnType> {
 protected:
  const Column column_ = Of(GetParam());

  // The database takes a canonical value as it is.
  void ExpectStored(const Value& value) const {
    const auto stored = FromDatabase(value, column_);
    if (Fits(stored) == nullptr) RC_FAIL(Shown(value) + ": " + std::get<Misfit>(stored).reason);
    RC_ASSERT(Shown(*Fits(stored)) == Shown(value));
    RC_ASSERT(*Fits(stored) == value);
  }

  // The sheet takes it, unless it cannot hold it, and gives it back; to write it again changes
  // nothing.
  void ExpectShown(const Value& value) const {
    const auto cell = ToCell(value, column_);
    if (Fits(cell) == nullptr) return;
    const auto read = FromCell(*Fits(cell), column_, &value);
    if (Fits(read) == nullptr) RC_FAIL(Shown(value) + ": " + std::get<Misfit>(read).reason);
    RC_ASSERT(Shown(*Fits(read)) == Shown(value));
    RC_ASSERT(*Fits(read) == value);
    RC_ASSERT(Digest(*Fits(read)) == Digest(value));
  }
};

TEST_P(RoundTripTest, ACellIsTheSameAfterItWasInTheDatabase) {
  ForAll(20'000, [this] {
    const Cell cell = RandomCell();
    RC_LOG(Shown(cell));
    const auto value = FromCell(cell, column_);
    if (Fits(value) == nullptr) return;
    ExpectStored(*Fits(value));
    ExpectShown(*Fits(value));
  });
}

TEST_P(RoundTripTest, AValueIsTheSameAfterItWasInTheSheet) {
  ForAll(20'000, [this] {
    const Value stored = RandomValue();
    RC_LOG(Shown(stored));
    const auto value = FromDatabase(stored, column_);
    if (Fits(value) == nullptr) return;
    ExpectStored(*Fits(value));
    ExpectShown(*Fits(value));
  });
}

// What the sheet cannot hold is text, or a number that is not finite; nothing else is refused.
TEST_P(RoundTripTest, TheSheetTakesEveryCanonicalValueOfACell) {
  ForAll(20'000, [this] {
    const Cell cell = RandomCell();
    RC_LOG(Shown(cell));
    const auto* text = std::get_if<std::string>(&cell);
    const auto value = FromCell(cell, column_);
    if (Fits(value) == nullptr || text != nullptr) return;
    RC_ASSERT(Fits(ToCell(*Fits(value), column_)) != nullptr);
  });
}

// A person who types what the database holds in another spelling has not edited it.
TEST_P(RoundTripTest, TwoSpellingsOfAValueNeverFlap) {
  for (const Cell& cell : TrapCells()) {
    for (const Value& stored : TrapValues()) {
      const auto remote = FromCell(cell, column_);
      const auto local = FromDatabase(stored, column_);
      if (Fits(remote) == nullptr || Fits(local) == nullptr || *Fits(remote) != *Fits(local)) {
        continue;
      }
      const auto written = ToCell(*Fits(local), column_);
      if (Fits(written) == nullptr) continue;
      const auto again = FromCell(*Fits(written), column_, Fits(local));
      ASSERT_NE(Fits(again), nullptr) << Shown(cell) << ", " << Shown(stored);
      EXPECT_EQ(*Fits(again), *Fits(remote)) << Shown(cell) << ", " << Shown(stored);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryType, RoundTripTest, testing::ValuesIn(kTypes),
                         [](const auto& type) { return std::string(Name(type.param)); });

}  // namespace
}  // namespace sheetkeeper
