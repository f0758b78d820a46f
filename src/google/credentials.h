// The key of a Google service account, as the JSON file that Google hands out.
#pragma once

#include <string>

#include "base/result.h"

namespace sheetkeeper {

struct ServiceAccountKey {
  std::string client_email;
  std::string private_key_id;
  std::string private_key;  // PEM
  std::string token_uri;
  std::string project_id;
  bool repaired = false;  // the line breaks of the private key stood in the file as a literal \n
};

// Where the key file is: `configured` unless empty; else GOOGLE_APPLICATION_CREDENTIALS; else
// google-key.json in systemd's $CREDENTIALS_DIRECTORY. Error: none of them is set.
Result<std::string> FindKeyFile(const std::string& configured);

// Reads and checks a key file. Each thing that people do to key files is an error of its own with
// the next step: missing (kNotFound), unreadable, not JSON, cut off, another kind of JSON (OAuth
// client, authorized user, API answer), a field missing, line breaks of the key lost or doubled (a
// literal \n in the key is repaired), a private key that does not load (all kInvalid). No message
// shows any of the key.
Result<ServiceAccountKey> LoadServiceAccountKey(const std::string& path);

}  // namespace sheetkeeper
