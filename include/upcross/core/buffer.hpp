#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

namespace upcross {

/// rows * cols; throws std::bad_array_new_length where that overflows.
inline std::size_t checked_product(std::size_t rows, std::size_t cols) {
  if (cols != 0 && rows > static_cast<std::size_t>(-1) / cols) throw std::bad_array_new_length();
  return rows * cols;
}

namespace detail {
/// Asks for large pages under a large block of memory, which random access into it pays for; a hint
/// that changes nothing else.
void prefer_large_pages(void* block, std::size_t bytes) noexcept;
}  // namespace detail

/// A fixed number of plain values that begins on a 64-byte border, zero at first.
///
/// Own storage instead of an `Eigen` matrix, whose alignment depends on the instruction set of the
/// translation unit that allocates or frees it.
template <class T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  static constexpr std::align_val_t alignment{64};

  Buffer() = default;
  explicit Buffer(std::size_t size) : data_(allocate(size)), size_(size) {
    std::fill_n(data_.get(), size, T{});
  }
  Buffer(const Buffer& other) : data_(allocate(other.size_)), size_(other.size_) {
    std::copy_n(other.data(), size_, data_.get());
  }
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer other) noexcept {
    swap(other);
    return *this;
  }
  ~Buffer() = default;

  std::size_t size() const noexcept { return size_; }
  T* data() noexcept { return data_.get(); }
  const T* data() const noexcept { return data_.get(); }
  T& operator[](std::size_t i) noexcept { return data_[i]; }
  const T& operator[](std::size_t i) const noexcept { return data_[i]; }
  std::span<T> span() noexcept { return {data(), size_}; }
  std::span<const T> span() const noexcept { return {data(), size_}; }

  void swap(Buffer& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }

 private:
  struct Free {
    void operator()(T* p) const noexcept { ::operator delete[](p, alignment); }
  };
  static T* allocate(std::size_t size) {
    if (size > static_cast<std::size_t>(-1) / 2 / sizeof(T)) throw std::bad_array_new_length();
    void* block = ::operator new[](size * sizeof(T), alignment);
    detail::prefer_large_pages(block, size * sizeof(T));
    return static_cast<T*>(block);
  }

  std::unique_ptr<T[], Free> data_;
  std::size_t size_ = 0;
};

}  // namespace upcross
