// The journal of systemd, spoken to directly, so that events arrive with their level and fields:
//
//     journalctl -u sheetkeeper PRIORITY=3        journalctl -u sheetkeeper SHEETKEEPER_CYCLE=17
#pragma once

#include <memory>
#include <string>

#include "base/log.h"

namespace sheetkeeper {

class Journal {
 public:
  // True where `fd` is a stream into the journal (JOURNAL_STREAM names it): only then do events
  // belong there.
  static bool IsOutput(int fd);
  // Null where there is no journal.
  static std::unique_ptr<Journal> Connect();
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // False where it was not taken.
  bool Send(const LogEvent& event) const;

  // The event in the journal's format: NAME=value lines; a value with a line break stands behind
  // its length.
  static std::string Entry(const LogEvent& event);

 private:
  explicit Journal(int socket) : socket_(socket) {}

  int socket_;
};

}  // namespace sheetkeeper
