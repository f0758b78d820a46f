#ifndef SHEETKEEPER_EMULATOR_PAGE_INDEX_H_
#define SHEETKEEPER_EMULATOR_PAGE_INDEX_H_

namespace sheetkeeper::emulator {

// page/index.html, made a part of the program by CMake.
extern const char* const kIndexPage;

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_PAGE_INDEX_H_
