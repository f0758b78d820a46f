// One simulated deployment: the emulator in process, a database in a file, and the real engine
// between them, with faults at every call to either. Everything follows from the seed.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/rng.h"
#include "emulator/emulator.h"
#include "google/sheets_client.h"
#include "sim/sim_transport.h"
#include "sim/spreadsheet.h"
#include "sim/sql.h"
#include "store/conflict_decision.h"
#include "store/store.h"
#include "support/fake_clock.h"
#include "sync/engine.h"

namespace sheetkeeper::sim {

class ConstantToken : public TokenSource {
 public:
  Result<std::string> Token(std::stop_token) override { return std::string("sim"); }
  void Invalidate() override {}
  std::string account() const override { return "sim@example.iam.gserviceaccount.com"; }
};

class Deployment {
 public:
  using Trace = std::function<void(const std::string&)>;

  // `memo_policy` is drawn from `rng`.
  Deployment(std::string path, uint64_t seed, int tables, Rng& rng, Trace trace);
  ~Deployment();

  // Opens the database and starts the engine, if they are not running. Gives what went wrong, or
  // "".
  std::string Start();
  void Stop();
  // Gives true where the cycle came to its end; the process may die in it.
  bool RunCycle(CycleReport* report = nullptr);
  // Somebody declares the columns in another order: what both sides agreed on is forgotten.
  void Redeclare();
  // While a write is open the engine does not start under it, and the former order is put back.
  // REQUIRES: a write is open.
  void RedeclareInVain();

  // `sheetkeeper resolve`.
  Result<ConflictDecision> Decide(int64_t id, const ConflictChoice& choice);

  // Stops the worker and puts a copy of the database in the place of the database.
  void PutBack(const std::string& copy);
  // A worker with a database of its own takes the sheet in, its program edits that database, and it
  // pushes the edit, with a claim for as long. False where a cycle of it fails.
  bool RunAnotherWorker(const std::function<void(Sql&)>& edit, Millis lease_of_other = Millis(0));
  // That with an edit of one cell.
  void WriteAsAnotherWorker(Millis lease_of_other = Millis(0));

  const std::vector<SimTable>& tables() const { return tables_; }
  emulator::Emulator& sheet() { return emulator_; }
  SimTransport& network() { return transport_; }
  FakeClock& clock() { return clock_; }
  // Another program's connection; Start() first.
  Sql& program() { return *program_; }
  const std::string& path() const { return path_; }

  // From the next start on, as EngineOptions and TableBinding say.
  Millis lease{0};
  size_t window_bytes = KnownWindows::kWindowBytes;
  size_t rows_of_a_pass = kRowsOfAPass;
  bool give_keys = false;
  ConflictPolicy memo_policy;  // of the memo column; that of the others is fixed

  // How likely a fault of the store is, in percent of its calls; and how many there were.
  int store_fault_percent = 0;
  int64_t store_faults = 0;
  // For sweeps: at exactly this call (counted from 0) the process dies, or the store is busy.
  struct PlannedStoreFault {
    int64_t call = 0;
    bool dies = false;
    bool persistent = false;
  };
  std::optional<PlannedStoreFault> planned_store_fault;
  int64_t store_calls = 0;

 private:
  TableBinding Bind(const SimTable& table) const;
  std::optional<bool> NextStoreFault();
  Result<> SufferStoreFault(const char* where);
  void RemoveFiles() const { RemoveFiles(path_); }
  static void RemoveFiles(const std::string& database);
  // The process dies; what was not synced is gone with it.
  void LosePower();
  // The bytes of a database whose tables are set up and have no rows.
  const std::string& EmptyDatabase();

  const std::string path_;
  Rng& rng_;
  Trace trace_;
  Rng engine_rng_;
  FakeClock clock_;
  emulator::Emulator emulator_;
  SimTransport transport_;
  ConstantToken tokens_;
  std::vector<SimTable> tables_;
  bool memo_first_ = false;
  EngineOptions options_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<SheetsClient> client_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Sql> program_;
};

}  // namespace sheetkeeper::sim
