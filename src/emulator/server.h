#ifndef SHEETKEEPER_EMULATOR_SERVER_H_
#define SHEETKEEPER_EMULATOR_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "emulator/emulator.h"

namespace sheetkeeper::emulator {

// An emulator behind HTTP/1.1 on 127.0.0.1. Requests are answered one at a time, whatever the
// number of connections. GET /emulator/events is a stream of server-sent events: one at once and
// one after every change of any spreadsheet, whose data is a number that grows.
class Server {
 public:
  // The options' base_url is set to the server's own when it is empty.
  explicit Server(Options options);
  ~Server();  // stops

  // Takes the port; 0 is any free one. False when it cannot be had.
  bool Bind(int port);
  // Begins to answer. With `log`, a line for every request goes to standard error.
  void Run(bool log);
  void Stop();

  int port() const;
  std::string base_url() const;  // http://127.0.0.1:8080

  // Uses the emulator while no request is being answered.
  void With(const std::function<void(Emulator&)>& use);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_SERVER_H_
