// Properties that hold of random cases. A case that fails is made as small as it goes before it is
// shown.
//
//     SHEETKEEPER_TEST_SCALE=20   tries twenty times as many
//     SHEETKEEPER_SEED=2          tries others; a failure names its seed
#pragma once

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sheetkeeper {

inline double TestScale() {
  const char* text = std::getenv("SHEETKEEPER_TEST_SCALE");
  const double scale = text == nullptr ? 1.0 : std::atof(text);
  return scale > 0 ? scale : 1.0;
}

// Fails the test where `property`, a function of what rapidcheck can make up, throws or does not
// hold (RC_ASSERT) for one of `cases` cases, scaled.
template <typename Property>
void ForAll(int cases, Property property) {
  const char* seed = std::getenv("SHEETKEEPER_SEED");
  rc::detail::TestParams params;
  params.seed = seed == nullptr ? 1 : std::strtoull(seed, nullptr, 10);
  params.maxSuccess = std::max(1, static_cast<int>(cases * TestScale()));
  rc::detail::TestMetadata metadata;
  metadata.id = testing::UnitTest::GetInstance()->current_test_info()->name();
  const auto result = rc::detail::checkTestable(std::move(property), metadata, params);
  if (result.template is<rc::detail::SuccessResult>()) return;
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  ADD_FAILURE() << "SHEETKEEPER_SEED=" << params.seed << "\n" << text.str();
}

}  // namespace sheetkeeper
