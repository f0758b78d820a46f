// make_database FILE: the database of the reader's tests, for programs that are not in C++.
#include "reader/reader_fixture.h"

namespace sheetkeeper::reader {
namespace {

class MakeDatabase : public ReaderTest {
 public:
  static void At(const char* path) { ReaderTest::MakeDatabase(path); }

 private:
  void TestBody() override {}
};

}  // namespace
}  // namespace sheetkeeper::reader

int main(int argc, char** argv) {
  if (argc != 2) return 64;
  sheetkeeper::reader::MakeDatabase::At(argv[1]);
  return testing::Test::HasFailure() ? 1 : 0;
}
