#include "google/answer_digest.h"

#include <xxhash.h>

#include <random>
#include <utility>

namespace sheetkeeper {
namespace {

uint64_t Seed() {
  static const uint64_t seed = [] {
    std::random_device device;
    return (uint64_t{device()} << 32) | device();
  }();
  return seed;
}

}  // namespace

AnswerDigest DigestOf(std::string_view bytes) {
  const XXH128_hash_t digest = XXH3_128bits_withSeed(bytes.data(), bytes.size(), Seed());
  return {digest.low64, digest.high64};
}

struct DigestingSink::State {
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> hash{XXH3_createState(),
                                                                &XXH3_freeState};
};

DigestingSink::DigestingSink(BodySink& next) : next_(next), state_(std::make_unique<State>()) {
  DigestingSink::OnBegin();
}

DigestingSink::~DigestingSink() = default;

void DigestingSink::OnBegin() {
  XXH3_128bits_reset_withSeed(state_->hash.get(), Seed());
  next_.OnBegin();
}

void DigestingSink::OnBytes(std::string_view bytes) {
  XXH3_128bits_update(state_->hash.get(), bytes.data(), bytes.size());
  next_.OnBytes(bytes);
}

AnswerDigest DigestingSink::Digest() const {
  const XXH128_hash_t digest = XXH3_128bits_digest(state_->hash.get());
  return {digest.low64, digest.high64};
}

}  // namespace sheetkeeper
