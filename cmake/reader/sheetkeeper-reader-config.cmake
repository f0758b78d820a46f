# find_package(sheetkeeper-reader) gives the target sheetkeeper::reader.
include(${CMAKE_CURRENT_LIST_DIR}/sheetkeeper-reader-targets.cmake)
