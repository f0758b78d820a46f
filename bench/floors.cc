// The least that any program has to do for the same work, to measure sheetkeeper against:
//
//   floors download URL COUNT    downloads into nothing, COUNT times over one connection
//   floors first-sync URL DB     downloads, parses with simdjson, and inserts with one prepared
//                                statement into a plain table of the database DB, in one
//                                transaction
//   floors run COMMAND...        runs it and prints "SECONDS MIB", what it took from start to end
//   and
//                                its peak of resident memory (a program that starts another lends
//                                it its own peak, so the one that measures has to be small)
//
// URL is a values:batchGet of one range. Prints the milliseconds of each download, or of all.
#include <curl/curl.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include <simdjson.h>

namespace {

using Time = std::chrono::steady_clock;

double MillisSince(Time::time_point begin) {
  return std::chrono::duration<double, std::milli>(Time::now() - begin).count();
}

[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "floors: %s\n", why.c_str());
  std::exit(1);
}

size_t Forget(char*, size_t, size_t count, void*) {
  return count;
}

size_t Append(char* bytes, size_t, size_t count, void* body) {
  static_cast<std::string*>(body)->append(bytes, count);
  return count;
}

using Curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

Curl Open(const char* url) {
  Curl curl(curl_easy_init(), &curl_easy_cleanup);
  curl_easy_setopt(curl.get(), CURLOPT_URL, url);
  curl_easy_setopt(curl.get(), CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_BUFFERSIZE, 256L * 1024);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &Forget);
  return curl;
}

void Perform(const Curl& curl) {
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) Die(curl_easy_strerror(code));
}

void Download(const char* url, int count) {
  const Curl curl = Open(url);
  for (int i = 0; i < count; ++i) {
    const auto begin = Time::now();
    Perform(curl);
    std::printf("%.2f\n", MillisSince(begin));
  }
}

void Execute(sqlite3* db, const std::string& sql) {
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    Die(sqlite3_errmsg(db));
  }
}

void Bind(sqlite3_stmt* insert, int index, simdjson::ondemand::value cell) {
  if (cell.type() == simdjson::ondemand::json_type::number) {
    sqlite3_bind_double(insert, index, cell.get_double());
  } else {
    const std::string_view text = cell.get_string();
    sqlite3_bind_text(insert, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
}

void Insert(sqlite3* db, std::string& body) {
  body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
  simdjson::ondemand::parser parser;
  auto answer = parser.iterate(body.data(), body.size(), body.capacity());
  sqlite3_stmt* insert = nullptr;
  bool header = true;
  for (auto row : answer["valueRanges"].at(0)["values"].get_array()) {
    int columns = 0;
    for (simdjson::ondemand::value cell : row.get_array()) {
      ++columns;
      if (!header) Bind(insert, columns, cell);
    }
    if (header) {
      std::string places = "?";
      std::string names = "c1 INTEGER PRIMARY KEY";
      for (int i = 2; i <= columns; ++i) {
        names += ", c" + std::to_string(i);
        places += ", ?";
      }
      Execute(db, "CREATE TABLE plain (" + names + ")");
      sqlite3_prepare_v2(db, ("INSERT INTO plain VALUES (" + places + ")").c_str(), -1, &insert,
                         nullptr);
      Execute(db, "BEGIN");
      header = false;
      continue;
    }
    if (sqlite3_step(insert) != SQLITE_DONE) Die(sqlite3_errmsg(db));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  Execute(db, "COMMIT");
}

void FirstSync(const char* url, const char* path) {
  const auto begin = Time::now();
  const Curl curl = Open(url);
  std::string body;
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  Perform(curl);
  sqlite3* db = nullptr;
  if (sqlite3_open(path, &db) != SQLITE_OK) Die(sqlite3_errmsg(db));
  Execute(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  Insert(db, body);
  sqlite3_close(db);
  std::printf("%.2f\n", MillisSince(begin));
}

int Run(char** command) {
  const auto begin = Time::now();
  const pid_t child = fork();
  if (child == 0) {
    execvp(command[0], command);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) Die("cannot wait");
  std::fprintf(stderr, "\n%.4f %.2f\n", MillisSince(begin) / 1000,
               static_cast<double>(usage.ru_maxrss) / 1024);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view mode = argc >= 3 ? argv[1] : "";
  if (mode == "run") return Run(argv + 2);
  if (argc != 4) Die("usage: see the head of bench/floors.cc");
  if (mode == "download") {
    Download(argv[2], std::atoi(argv[3]));
  } else if (mode == "first-sync") {
    FirstSync(argv[2], argv[3]);
  } else {
    Die("usage: see the head of bench/floors.cc");
  }
}
