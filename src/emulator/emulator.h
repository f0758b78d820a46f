#ifndef SHEETKEEPER_EMULATOR_EMULATOR_H_
#define SHEETKEEPER_EMULATOR_EMULATOR_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sheetkeeper::emulator {

struct HttpRequest {
  std::string method;
  std::string target;  // path and query as sent, percent-encoding untouched
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
};

struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  // What a fault does to the answer on its way.
  bool cut = false;                      // the connection is to be closed without an answer
  int delay_ms = 0;                      // how long the answer is to be held back
  int bytes_per_s = 0;                   // how slowly the body is to be sent; 0 is at once
  std::optional<size_t> cut_after = {};  // only so much of the body is to be sent
};

struct Options {
  // Milliseconds since 1970, UTC. The system's clock when empty.
  std::function<int64_t()> now_ms = {};
  // Ids that the emulator chooses follow from it.
  uint64_t seed = 1;
  // When set, a request needs a token that the token endpoint gave out and that has not expired,
  // and a spreadsheet must be shared with the caller. Otherwise any token is the owner of all.
  bool check_tokens = false;
  // Where clients reach the emulator, as in http://127.0.0.1:8080: token assertions may be meant
  // for it.
  std::string base_url = {};
  int token_lifetime_s = 3600;
  // Requests a minute: for one caller, and for all together. 0 is no limit. Google's are 60 and
  // 300.
  int read_quota = 0;
  int write_quota = 0;
  int project_read_quota = 0;
  int project_write_quota = 0;
  // How long Drive's modifiedTime and version stay behind the edits of a spreadsheet's cells.
  int64_t drive_lag_ms = 0;
  // How far the emulator's clock is ahead of the true one.
  int64_t clock_skew_ms = 0;
  // How long every answer is held back (HttpResponse::delay_ms).
  int latency_ms = 0;
};

// A call that changed something. The same calls in the same order, on an emulator in the same
// state, give the same state.
struct Deed {
  int64_t now_ms = 0;   // when it was
  uint64_t random = 0;  // the state that chosen ids followed from
  std::string caller;
  HttpRequest request;
};

// A cell's value for tests: nothing, a number, a truth value or a text. An error is the text that
// it shows.
using PlainValue = std::variant<std::monostate, double, bool, std::string>;

// Google Sheets v4, the parts of Drive v3 that go with it, and the OAuth2 token endpoint, in
// memory. Not thread-safe: calls must not overlap.
class Emulator {
 public:
  explicit Emulator(Options options = {});
  ~Emulator();
  Emulator(Emulator&&) noexcept;
  Emulator& operator=(Emulator&&) noexcept;

  // Answers any request to sheets.googleapis.com, www.googleapis.com or oauth2.googleapis.com:
  // the path decides. Paths under /emulator/ are the emulator's own (admin.h).
  HttpResponse Handle(const HttpRequest& request);

  // Registers a service account whose assertions the token endpoint accepts. `public_key_pem` is
  // a public key or certificate; false when it cannot be read.
  bool AddServiceAccount(std::string_view email, std::string_view public_key_pem);

  // Lets an account read and write a file.
  void Share(std::string_view file_id, std::string_view email);

  // Adds the spreadsheets of a document (document.h). An error is a sentence.
  std::optional<std::string> Load(std::string_view document_json);
  std::string Save() const;
  std::vector<std::string> SpreadsheetIds() const;

  // `keep` is told of each deed before its answer goes out.
  void OnDeed(std::function<void(const Deed&)> keep);
  void Redo(const Deed& deed);

  // The whole state, but for tokens, faults and the log, as JSON, and back. An error is a sentence.
  std::string Snapshot() const;
  std::optional<std::string> Restore(std::string_view snapshot_json);

  // Grows with every change of any file.
  uint64_t Changes() const;

  // What follows acts as a person at the browser does: no token, no quota, no fault. A spreadsheet
  // is named by its id, a tab by its title. Each returns false, or nothing, when the place does
  // not exist or the API would refuse the edit. Rows and columns count from 0.
  class Person {
   public:
    std::vector<std::vector<PlainValue>> Cells(std::string_view tab) const;
    PlainValue Cell(std::string_view tab, int row, int column) const;
    bool Type(std::string_view tab, int row, int column, std::string_view text);
    bool Put(std::string_view tab, int row, int column, const PlainValue& value);
    bool InsertRows(std::string_view tab, int at, int count);
    bool DeleteRows(std::string_view tab, int at, int count);
    bool MoveRows(std::string_view tab, int at, int count, int target);
    bool SortRows(std::string_view tab, int first_row, int column, bool ascending);
    bool InsertColumns(std::string_view tab, int at, int count);
    bool DeleteColumns(std::string_view tab, int at, int count);
    bool MoveColumns(std::string_view tab, int at, int count, int target);
    bool AddTab(std::string_view title);
    bool RenameTab(std::string_view tab, std::string_view title);
    bool DuplicateTab(std::string_view tab, std::string_view title);
    bool DeleteTab(std::string_view tab);
    std::vector<std::string> Tabs() const;
    std::optional<int32_t> SheetId(std::string_view tab) const;
    std::optional<std::string> Csv(std::string_view tab) const;  // as Drive exports it
    // Any batchUpdate body; the answer's body, or nothing when it is refused.
    std::optional<std::string> BatchUpdate(std::string_view requests_json);
    // Grows with every change of the spreadsheet, whoever made it.
    uint64_t Changes() const;

   private:
    friend class Emulator;
    Person(Emulator& emulator, std::string_view spreadsheet_id)
        : emulator_(emulator), id_(spreadsheet_id) {}
    Emulator& emulator_;
    std::string id_;
  };
  Person At(std::string_view spreadsheet_id) { return {*this, spreadsheet_id}; }

  class State;  // for the emulator's own files

 private:
  std::unique_ptr<State> state_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_EMULATOR_H_
