#include "emulator/command.h"

int main(int argc, char** argv) {
  return sheetkeeper::emulator::RunEmulateCommand(argc, argv);
}
