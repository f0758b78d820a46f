#ifndef SHEETKEEPER_EMULATOR_SERVER_H_
#define SHEETKEEPER_EMULATOR_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "emulator/emulator.h"

namespace sheetkeeper::emulator {

// An emulator behind HTTP/1.1 on 127.0.0.1. Requests are answered one at a time, whatever the
// number of connections.
class Server {
 public:
  // The options' base_url is set to the server's own when it is empty.
  explicit Server(Options options);
  ~Server();  // stops

  // Begins to listen; port 0 is any free one. False when the port cannot be had.
  bool Start(int port);
  void Stop();

  int port() const;
  std::string base_url() const;  // http://127.0.0.1:8080

  // Uses the emulator while no request is being answered.
  void With(const std::function<void(Emulator&)>& use);

  // Every answer is held back so long.
  void SetLatency(int milliseconds);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_SERVER_H_
