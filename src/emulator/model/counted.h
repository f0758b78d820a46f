#ifndef SHEETKEEPER_EMULATOR_MODEL_COUNTED_H_
#define SHEETKEEPER_EMULATOR_MODEL_COUNTED_H_

#include <cstdint>
#include <utility>

namespace sheetkeeper::emulator {

// How many hold an object. It belongs to the object, not to its value: a copy begins with none.
class References {
 public:
  References() = default;
  References(const References&) noexcept {}
  References& operator=(const References&) noexcept { return *this; }

 private:
  template <typename T>
  friend class Counted;
  uint32_t count_ = 0;
};

// A reference-counted pointer without atomic operations: an emulator belongs to one thread at a
// time. T has a member `mutable References references`.
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
    if (object_ != nullptr && --object_->references.count_ == 0) delete object_;
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
    } else if (object_->references.count_ > 1) {
      *this = Counted(new T(*object_));
    }
    return *object_;
  }

 private:
  void Retain() {
    if (object_ != nullptr) ++object_->references.count_;
  }

  T* object_ = nullptr;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_MODEL_COUNTED_H_
