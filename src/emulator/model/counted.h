#ifndef SHEETKEEPER_EMULATOR_MODEL_COUNTED_H_
#define SHEETKEEPER_EMULATOR_MODEL_COUNTED_H_

#include <cstdint>
#include <utility>

namespace sheetkeeper::emulator {

// A reference-counted pointer without atomic operations: an emulator belongs to one thread at a
// time. T has a member `mutable uint32_t references = 0`.
template <typename T>
class Counted {
 public:
  Counted() = default;
  explicit Counted(T* object) : object_(object) { Retain(); }
  Counted(const Counted& other) : object_(other.object_) { Retain(); }
  Counted(Counted&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Counted& operator=(Counted other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Counted() {
    if (object_ != nullptr && --object_->references == 0) delete object_;
  }

  const T* get() const { return object_; }
  const T* operator->() const { return object_; }
  const T& operator*() const { return *object_; }
  explicit operator bool() const { return object_ != nullptr; }
  bool operator==(const Counted&) const = default;

  // The object for writing: made when there is none, copied when others hold it as well.
  T& Mutable() {
    if (object_ == nullptr) {
      *this = Counted(new T());
    } else if (object_->references > 1) {
      *this = Counted(new T(*object_));
      object_->references = 1;
    }
    return *object_;
  }

 private:
  void Retain() {
    if (object_ != nullptr) ++object_->references;
  }

  T* object_ = nullptr;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_MODEL_COUNTED_H_
