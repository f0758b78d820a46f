#ifndef SHEETKEEPER_EMULATOR_WIRE_SCHEMA_TEXT_H_
#define SHEETKEEPER_EMULATOR_WIRE_SCHEMA_TEXT_H_

namespace sheetkeeper::emulator {

// The tables that schema.cc reads, one file each.
extern const char* const kEnumsSchema;
extern const char* const kSheetsSchema;
extern const char* const kRequestsSchema;
extern const char* const kObjectsSchema;
extern const char* const kOneofsSchema;
extern const char* const kDriveSchema;

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_WIRE_SCHEMA_TEXT_H_
