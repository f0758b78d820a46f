// Prints the names in the table `rates` of the database argv[1].
#include <cstdio>

#include <sheetkeeper/reader.h>

int main(int argc, char** argv) {
  if (argc != 2) return 64;
  sheetkeeper::reader::HybridService service({.db_path = argv[1]});
  const auto rows = service.AllRows("rates");
  if (!rows) {
    std::fprintf(stderr, "%s\n", rows.error().message.c_str());
    return 1;
  }
  for (std::size_t i = 0; i < rows->size(); ++i) {
    std::printf("%s ", (*rows)[i].Text("name").value_or("NULL").c_str());
  }
  return 0;
}
