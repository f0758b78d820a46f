#include "emulator/server.h"

#include <string>

#include <gtest/gtest.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

namespace sheetkeeper::emulator {
namespace {

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() : server_(Options{}) {
    EXPECT_TRUE(server_.Bind(0));
    server_.With([](Emulator& emulator) {
      emulator.Load(R"({"spreadsheets": [{"id": "book", "sheets": [
        {"title": "T", "cells": [["a long enough text to be cut in two"]]}]}]})");
    });
    server_.Run(/*log=*/false);
    client_ = std::make_unique<httplib::Client>("127.0.0.1", server_.port());
  }

  void AddFault(const std::string& json) {
    const auto answer = client_->Post("/emulator/faults", json, "application/json");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200) << answer->body;
  }

  static constexpr const char* kCell = "/v4/spreadsheets/book/values/A1";

  Server server_;
  std::unique_ptr<httplib::Client> client_;
};

TEST_F(ServerTest, APortIsTakenOnce) {
  Server other((Options()));
  EXPECT_FALSE(other.Bind(server_.port()));
}

TEST_F(ServerTest, ACutConnectionIsAnErrorAndTheNextRequestIsNot) {
  AddFault(R"({"path": "/values/", "cut": true})");
  EXPECT_FALSE(client_->Get(kCell));
  const auto answer = client_->Get(kCell);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
}

TEST_F(ServerTest, ACutBodyIsShorterThanItSays) {
  AddFault(R"({"path": "/values/", "cutAfter": 10})");
  std::string got;
  const auto answer = client_->Get(kCell, [&](const char* data, size_t size) {
    got.append(data, size);
    return true;
  });
  EXPECT_FALSE(answer);
  EXPECT_EQ(got.size(), 10U);
}

TEST_F(ServerTest, ASlowBodyArrivesWhole) {
  AddFault(R"({"path": "/values/", "bytesPerSecond": 1000})");
  const auto answer = client_->Get(kCell);
  ASSERT_TRUE(answer);
  EXPECT_NE(answer->body.find("a long enough text"), std::string::npos);
}

TEST_F(ServerTest, ListenersHearOfEveryChange) {
  int heard = 0;
  std::string text;
  httplib::Client listener("127.0.0.1", server_.port());
  listener.Get("/emulator/events", [&](const char* data, size_t size) {
    text.append(data, size);
    if (text.find("\n\n") == std::string::npos) return true;
    text.clear();
    ++heard;
    client_->Post("/emulator/edit/book", R"({"type": {"tab": "T", "cell": "A1", "text": "x"}})",
                  "application/json");
    return heard < 3;
  });
  EXPECT_EQ(heard, 3);
}

TEST_F(ServerTest, ThePageIsServedAtTheRoot) {
  const auto answer = client_->Get("/");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->get_header_value("Content-Type"), "text/html; charset=UTF-8");
}

}  // namespace
}  // namespace sheetkeeper::emulator
