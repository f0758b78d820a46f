// A day of the real worker: loop, App, engine, SQLite and emulator in one process, on a clock that
// jumps. People type in the sheet and a program writes the database in every interval; the network
// fails now and then, and badly in a few hours. When the worker gives up it is started again after
// 30 seconds, as its supervisor would.
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/rng.h"
#include "emulator/emulator.h"
#include "emulator/oauth/service_account.h"
#include "store/status_reader.h"
#include "support/fake_clock.h"
#include "worker/app.h"
#include "worker/operations.h"
#include "worker/status_of.h"
#include "worker/sync_worker.h"

namespace sheetkeeper {
namespace {

constexpr const char* kSpreadsheet = "day";
constexpr int kRows = 20;

// What fails in which hours of the day.
enum class Weather { kFair, kDown, kQuota, kErrorPages, kSilent };

Weather WeatherAt(int hour) {
  switch (hour) {
    case 3:
      return Weather::kDown;
    case 7:
      return Weather::kQuota;
    case 11:
      return Weather::kErrorPages;
    case 16:
      return Weather::kSilent;
    default:
      return Weather::kFair;
  }
}

class DayClock : public FakeClock {
 public:
  bool SleepUntil(MonoTime deadline, std::stop_token stop) override {
    if (on_sleep) on_sleep();
    return FakeClock::SleepUntil(deadline, std::move(stop));
  }
  std::function<void()> on_sleep;
};

class DayNetwork : public HttpTransport {
 public:
  DayNetwork(emulator::Emulator& server, DayClock& clock, Rng& rng)
      : server_(server), clock_(clock), rng_(rng), began_(clock.Mono()) {}

  Result<HttpResponse> Send(const HttpRequest& request, std::stop_token) override {
    clock_.Advance(Millis(200));
    const auto hour = std::chrono::duration_cast<std::chrono::hours>(clock_.Mono() - began_);
    switch (WeatherAt(static_cast<int>(hour.count()))) {
      case Weather::kDown:
        return Fail({.kind = ErrorKind::kUnavailable,
                     .message = "cannot find the address of the server",
                     .not_sent = true});
      case Weather::kQuota:
        return HttpResponse{429, {{"retry-after", "30"}}, "{}"};
      case Weather::kErrorPages:
        return HttpResponse{502, {{"content-type", "text/html"}}, "<html>no</html>"};
      case Weather::kSilent:
        clock_.Advance(std::chrono::minutes(2));
        return Fail(ErrorKind::kUnavailable, "no complete answer in time");
      case Weather::kFair:
        break;
    }
    if (rng_.Percent(3)) return Fail(ErrorKind::kUnavailable, "the connection was reset");
    HttpResponse answer = Deliver(request);
    if (rng_.Percent(3)) return Fail(ErrorKind::kUnavailable, "the answer was lost");
    return answer;
  }

 private:
  HttpResponse Deliver(const HttpRequest& request) {
    emulator::HttpRequest raw;
    raw.method = request.method;
    raw.target = request.url.substr(request.url.find('/', request.url.find("//") + 2));
    raw.headers = request.headers;
    raw.body = request.body;
    emulator::HttpResponse answer = server_.Handle(raw);
    return {answer.status, {}, std::move(answer.body)};
  }

  emulator::Emulator& server_;
  DayClock& clock_;
  Rng& rng_;
  const MonoTime began_;
};

class DayTest : public ::testing::Test {
 protected:
  DayTest() : server_(ServerOptions()), network_(server_, clock_, rng_) {
    std::string pattern = (std::filesystem::temp_directory_path() / "sk_day_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    FillSheet();
    const auto account = emulator::NewServiceAccount("day@example.com", "http://day");
    EXPECT_TRUE(server_.AddServiceAccount(account.email, account.public_pem));
    server_.Share(kSpreadsheet, account.email);
    std::ofstream(folder_ + "/key.json") << account.key_file;
    SetLogSink([this](const LogEvent& event) { Count(event); });
    clock_.on_sleep = [this] { Pause(); };
  }
  ~DayTest() override {
    SetLogSink({});
    std::filesystem::remove_all(folder_);
  }

  emulator::Options ServerOptions() {
    emulator::Options options;
    options.now_ms = [this] { return clock_.Wall().time_since_epoch().count(); };
    options.check_tokens = true;
    options.base_url = "http://day";
    return options;
  }

  void FillSheet() {
    std::string cells = R"([["Id","Name","Wage"])";
    for (int id = 1; id <= kRows; ++id) cells += fmt::format(R"(,[{},"n{}",{}])", id, id, id);
    const std::string document = fmt::format(
        R"({{"spreadsheets":[{{"id":"{}","title":"Day","sheets":[{{"title":"Rates","cells":{}]}}]}}]}})",
        kSpreadsheet, cells);
    const auto trouble = server_.Load(document);
    EXPECT_EQ(trouble.value_or(""), "");
  }

  Config DayConfig() const {
    Config config;
    config.settings.spreadsheet = kSpreadsheet;
    config.settings.key_file = folder_ + "/key.json";
    config.settings.api_base = "http://day";
    config.settings.db_path = folder_ + "/day.db";
    TableBinding binding;
    binding.schema = {"rates",
                      {{"id", "Id", ColumnType::kInteger},
                       {"name", "Name", ColumnType::kText},
                       {"wage", "Wage", ColumnType::kReal}},
                      0};
    binding.sheet_title = "Rates";
    config.tables.push_back(binding);
    return config;
  }

  // The worker once, from its start to its end.
  int RunWorker() {
    const Config config = DayConfig();
    LoopRequests requests;
    ServiceManager manager;
    Operations operations(config.settings, clock_, network_, manager);
    App app(config, clock_, network_, {[&] { return Result<Config>(config); }, [] {}});
    SyncWorker worker(OptionsOf(config.settings), app, clock_, {finish_.get_token(), {}}, requests,
                      operations);
    return worker.RunContinuous();
  }

  void Count(const LogEvent& event) {
    const std::string line(event.message);
    if (line.starts_with("Sync cycle failed")) ++failed_;
    if (line.starts_with("Sync cycle #")) ++completed_;
    if (line.starts_with("STALLED")) ++stalls_;
    if (event.level == LogLevel::kError) last_error_ = line;
  }

  // Each wait of the loop: some of them are waits for the network within a cycle.
  void Pause() {
    const auto since = clock_.Mono() - began_;
    if (since >= std::chrono::hours(24) + std::chrono::minutes(30)) finish_.request_stop();
    if (since >= std::chrono::hours(24)) return;  // the last cycles are for coming to rest
    const int row = static_cast<int>(rng_.Between(1, kRows));
    server_.At(kSpreadsheet).Type("Rates", row, 2, std::to_string(++edits_));
    Sql(fmt::format("UPDATE rates SET name = 'p{}' WHERE id = {}", edits_, rng_.Between(1, kRows)));
  }

  std::vector<std::string> Sql(const std::string& statement) {
    std::vector<std::string> rows;
    sqlite3* db = nullptr;
    if (sqlite3_open_v2((folder_ + "/day.db").c_str(), &db, SQLITE_OPEN_READWRITE, nullptr) ==
        SQLITE_OK) {
      sqlite3_exec(db, statement.c_str(), &AddRow, &rows, nullptr);
    }
    sqlite3_close(db);
    return rows;
  }
  static int AddRow(void* rows, int count, char** values, char**) {
    std::string row;
    for (int i = 0; i < count; ++i) row += fmt::format("{}{}", i == 0 ? "" : "|", values[i]);
    static_cast<std::vector<std::string>*>(rows)->push_back(row);
    return 0;
  }

  std::vector<std::string> SheetRows() {
    std::vector<std::string> rows;
    const auto cells = server_.At(kSpreadsheet).Cells("Rates");
    for (size_t i = 1; i < cells.size() && !cells[i].empty(); ++i) {
      rows.push_back(fmt::format("{}|{}|{:.1f}", std::get<double>(cells[i][0]),
                                 std::get<std::string>(cells[i][1]),
                                 std::get<double>(cells[i][2])));
    }
    return rows;
  }

  DayClock clock_;
  const MonoTime began_ = clock_.Mono();
  Rng rng_{2026};
  emulator::Emulator server_;
  DayNetwork network_;
  std::string folder_;
  std::stop_source finish_;
  int edits_ = 0;
  int failed_ = 0;
  int completed_ = 0;
  int stalls_ = 0;
  std::string last_error_;
};

TEST_F(DayTest, AfterADayOfFaultsBothSidesAreEqualAndTheBooksAreRight) {
  int starts = 0;
  while (!finish_.stop_requested()) {
    const int status = RunWorker();
    ++starts;
    ASSERT_TRUE(status == 0 || status == 1) << status << ": " << last_error_;
    if (status == 1) clock_.Advance(std::chrono::seconds(30));
    ASSERT_LT(starts, 100) << last_error_;
  }
  EXPECT_EQ(SheetRows(), Sql("SELECT * FROM rates ORDER BY id"));
  EXPECT_EQ(SheetRows().size(), size_t{kRows});
  EXPECT_EQ(Sql("PRAGMA integrity_check"), std::vector<std::string>{"ok"});

  // Four bad hours, and five failures in a row end the worker: it was started again in them.
  EXPECT_GT(starts, 4);
  EXPECT_GT(failed_, 20);
  EXPECT_GT(completed_, 200);
  EXPECT_GE(stalls_, 3) << "edits waited through the bad hours";

  auto reader = StatusReader::Open(folder_ + "/day.db");
  ASSERT_TRUE(reader.has_value());
  const auto activity = reader->ReadActivity(WallTime{});
  ASSERT_TRUE(activity.has_value());
  EXPECT_EQ(activity->failed, failed_);
  EXPECT_EQ(activity->cycles, failed_ + completed_);
  EXPECT_EQ(static_cast<int>(activity->durations_ms.size()), completed_);
  const auto status = ReadStatus(*reader, folder_ + "/day.db", clock_.Wall());
  ASSERT_TRUE(status.has_value());
  EXPECT_TRUE(Judge(*status, clock_.Wall(), DefaultMaxAge(*status)).in_sync);
}

}  // namespace
}  // namespace sheetkeeper
