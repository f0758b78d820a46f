#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "reader/reader.h"

namespace sheetkeeper::reader {
namespace {

using std::chrono::milliseconds;

class CacheManagerTest : public testing::Test {
 protected:
  std::string Get(std::string_view space, std::string_view key) {
    const auto value = cache_.Get<std::string>(space, key);
    return value == nullptr ? "-" : *value;
  }
  void Set(std::string_view space, std::string_view key, const std::string& value) {
    cache_.Set(space, key, value);
  }

  CacheManager::Age now_{1000};
  CacheManager cache_{3, [this] { return now_; }};
};

TEST_F(CacheManagerTest, NamespacesKeepEqualKeysApart) {
  Set("rates", "1", "a");
  Set("ranks", "1", "b");
  EXPECT_EQ(Get("rates", "1"), "a");
  EXPECT_EQ(Get("ranks", "1"), "b");
  EXPECT_EQ(Get("other", "1"), "-");
}

TEST_F(CacheManagerTest, AnEntryEndsWithItsTimeToLive) {
  cache_.Set("s", "k", std::string("v"), milliseconds(10));
  now_ += milliseconds(9);
  EXPECT_EQ(Get("s", "k"), "v");
  now_ += milliseconds(1);
  EXPECT_EQ(Get("s", "k"), "-");
  EXPECT_EQ(cache_.GetStats("s").expired, 1U);
}

TEST_F(CacheManagerTest, WithoutATimeToLiveItStays) {
  Set("s", "k", "v");
  now_ += std::chrono::hours(100'000);
  EXPECT_EQ(Get("s", "k"), "v");
}

TEST_F(CacheManagerTest, TheOneThatWasNotAskedForTheLongestMakesRoom) {
  for (const char* key : {"a", "b", "c"}) Set("s", key, key);
  EXPECT_EQ(Get("s", "a"), "a");
  Set("t", "d", "d");
  EXPECT_EQ(Get("s", "b"), "-");
  EXPECT_EQ(Get("s", "a"), "a");
  EXPECT_EQ(cache_.GetStats("s").evicted, 1U);
  EXPECT_EQ(cache_.GetStats().entries, 3U);
}

TEST_F(CacheManagerTest, ANewValueTakesThePlaceOfTheOld) {
  Set("s", "k", "old");
  Set("s", "k", "new");
  EXPECT_EQ(Get("s", "k"), "new");
  EXPECT_EQ(cache_.GetStats().entries, 1U);
}

TEST_F(CacheManagerTest, OneEntryANamespaceOrAllAreInvalidated) {
  Set("s", "a", "a");
  Set("s", "b", "b");
  Set("t", "a", "c");
  EXPECT_EQ(cache_.Invalidate("s", "a"), 1U);
  EXPECT_EQ(cache_.Invalidate("s", "a"), 0U);
  EXPECT_EQ(Get("s", "b"), "b");
  EXPECT_EQ(cache_.Invalidate("s"), 1U);
  EXPECT_EQ(Get("s", "b"), "-");
  EXPECT_EQ(Get("t", "a"), "c");
  EXPECT_EQ(cache_.Clear(), 1U);
  EXPECT_EQ(Get("t", "a"), "-");
}

TEST_F(CacheManagerTest, HitsAndMissesAreCountedForEachNamespace) {
  Set("s", "k", "v");
  Get("s", "k");
  Get("s", "k");
  Get("s", "k");
  Get("s", "none");
  Get("t", "none");
  EXPECT_EQ(cache_.GetStats("s").hits, 3U);
  EXPECT_EQ(cache_.GetStats("s").misses, 1U);
  EXPECT_EQ(cache_.GetStats("s").HitRate(), 0.75);
  EXPECT_EQ(cache_.GetStats().misses, 2U);
  EXPECT_EQ(cache_.GetStats("unknown").HitRate(), 0);
}

TEST_F(CacheManagerTest, AValueOfAnotherTypeIsNotGiven) {
  cache_.Set("s", "k", 5);
  EXPECT_EQ(Get("s", "k"), "-");
  EXPECT_EQ(*cache_.Get<int>("s", "k"), 5);
}

TEST_F(CacheManagerTest, WhatWasGivenOutOutlivesItsEntry) {
  Set("s", "k", "v");
  const auto value = cache_.Get<std::string>("s", "k");
  cache_.Clear();
  EXPECT_EQ(*value, "v");
}

TEST(CacheManagerThreadsTest, ThreadsMayShareIt) {
  CacheManager cache(50);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&cache, t] {
      for (int i = 0; i < 2000; ++i) {
        const std::string key = std::to_string((i * 7 + t) % 100);
        cache.Set("s", key, key);
        const auto value = cache.Get<std::string>("s", key);
        EXPECT_TRUE(value == nullptr || *value == key);
        if (i % 500 == 0) cache.Invalidate("s");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(cache.GetStats().entries, 50U);
  EXPECT_EQ(cache.GetStats().hits + cache.GetStats().misses, 8000U);
}

}  // namespace
}  // namespace sheetkeeper::reader
