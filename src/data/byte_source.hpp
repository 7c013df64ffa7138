#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <thread>

#include <upcross/core/execution.hpp>

namespace upcross::detail {

/// A stream of bytes.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Puts the next bytes into `to` and returns how many; 0 only at the end.
  virtual std::size_t read(std::span<char> to) = 0;
};

/// A text in memory, which must outlive the source.
class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string_view text) : rest_(text) {}

  std::size_t read(std::span<char> to) override {
    const std::size_t size = rest_.copy(to.data(), to.size());
    rest_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view rest_;
};

/// Counts the bytes read from all files of a call, reports them and honours stop requests. Other
/// threads than the one that made it may count; only that one reports.
class ReadMeter {
 public:
  ReadMeter(const Execution& execution, std::size_t total) : execution_(execution), total_(total) {}

  /// How many threads the call may use to read a file.
  unsigned threads() const { return execution_.threads_for(2); }

  /// Both throw stopped if a stop was requested or the call was abandoned.
  void check_stop() const;
  void advance(std::size_t bytes);

  void report() const;

  /// Ends the reading of all threads, even of a pipe that is silent.
  void abandon() noexcept { is_abandoned_ = true; }

 private:
  const Execution& execution_;
  const std::thread::id caller_ = std::this_thread::get_id();
  std::atomic<bool> is_abandoned_ = false;
  std::atomic<std::size_t> done_ = 0;
  std::size_t total_;
};

/// The content of a file, inflated if it begins like gzip, whatever its name. The meter must
/// outlive the source. Throws io if the file cannot be opened or read, invalid_input for damaged
/// gzip data.
std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& path, ReadMeter& meter);

}  // namespace upcross::detail
