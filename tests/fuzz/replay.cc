// Runs a fuzz target where there is no fuzzer: replay FOLDER [MUTATIONS [SEED]]
//
// First the inputs of the corpus as they are, then so many mutations of them, which follow from the
// seed: parts are cut out, repeated, replaced, or taken from another input. An input under which
// the target ends is left in fuzz-input.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "fuzz/fuzz.h"

namespace {

std::vector<std::string> ReadCorpus(const char* folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> inputs;
  for (const auto& path : paths) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    inputs.push_back(text.str());
  }
  return inputs;
}

// The input that is being tried, for the handler of the signal that ends the process.
const std::string* tried = nullptr;

extern "C" void KeepInput(int signal) {
  const int file = open("fuzz-input", O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file >= 0 && write(file, tried->data(), tried->size()) < 0) _exit(3);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void Run(const std::string& input) {
  tried = &input;
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

class Mutator {
 public:
  Mutator(const std::vector<std::string>& corpus, uint64_t seed) : corpus_(corpus), random_(seed) {}

  std::string Next() {
    std::string text = corpus_[Below(corpus_.size())];
    for (size_t steps = 1 + Below(4); steps > 0; --steps) Step(text);
    return text;
  }

 private:
  size_t Below(size_t end) { return end == 0 ? 0 : random_() % end; }

  void Step(std::string& text) {
    static constexpr std::string_view kBytes = "09aZ,;:.!'\"()[]{}/\\-+*=%$#@ \n\t_\x80\xFF";
    const size_t at = Below(text.size() + 1);
    const size_t length = Below(std::min<size_t>(8, text.size() - at) + 1);
    switch (Below(5)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, 1, kBytes[Below(kBytes.size())]);
        break;
      case 2:
        text.insert(at, text.substr(at, length));
        break;
      case 3:
        text.replace(at, length, std::to_string(random_() >> Below(64)));
        break;
      default: {
        const std::string& other = corpus_[Below(corpus_.size())];
        const size_t from = Below(other.size() + 1);
        text.replace(at, length, other.substr(from, Below(20)));
      }
    }
  }

  const std::vector<std::string>& corpus_;
  std::mt19937_64 random_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::vector<std::string> corpus = ReadCorpus(argv[1]);
  if (corpus.empty()) return 1;
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE}) std::signal(signal, KeepInput);
  for (const std::string& input : corpus) Run(input);
  const long mutations = argc > 2 ? std::atol(argv[2]) : 0;
  Mutator mutator(corpus, argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1);
  for (long i = 0; i < mutations; ++i) Run(mutator.Next());
  std::cout << corpus.size() << " inputs and " << mutations << " mutations\n";
  return 0;
}
