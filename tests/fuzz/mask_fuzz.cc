#include "emulator/wire/field_mask.h"
#include "emulator/wire/schema.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sheetkeeper::emulator;
  const std::string_view text = TextOf(data, size);
  const auto mask = ParseResponseMask(text, MessageNamed("Spreadsheet"));
  if (!mask.has_value()) Require(!mask.error().message.empty(), "a refusal says why");
  (void)ParseUpdateMask(text, MessageNamed("CellData"));
  return 0;
}
