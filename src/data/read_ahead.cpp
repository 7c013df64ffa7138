#include "data/read_ahead.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <span>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace upcross::detail {
namespace {

/// What one call of `read` gave.
struct Block {
  std::vector<char> bytes = std::vector<char>(1 << 18);
  std::size_t size = 0;  ///< 0 = the end, or a failure
  std::exception_ptr failure = {};
};

/// Blocks that one thread fills and another one empties, in the same order.
class BlockQueue {
 public:
  /// The next block to fill, once there is one; null if the filling shall stop.
  Block* wait_for_room(const std::stop_token& stop) {
    std::unique_lock lock(guard_);
    const bool has_room = changed_.wait(lock, stop, [&] { return filled_ < blocks_.size(); });
    return has_room ? &blocks_[(first_ + filled_) % blocks_.size()] : nullptr;
  }

  void push() {
    const std::scoped_lock lock(guard_);
    ++filled_;
    changed_.notify_all();
  }

  /// The oldest filled block, once there is one.
  Block& wait_for_block() {
    std::unique_lock lock(guard_);
    changed_.wait(lock, [&] { return filled_ > 0; });
    return blocks_[first_];
  }

  void pop() {
    const std::scoped_lock lock(guard_);
    first_ = (first_ + 1) % blocks_.size();
    --filled_;
    changed_.notify_all();
  }

 private:
  std::mutex guard_;
  std::condition_variable_any changed_;
  std::array<Block, 4> blocks_;
  std::size_t first_ = 0;
  std::size_t filled_ = 0;
};

class ReadAhead final : public ByteSource {
 public:
  ReadAhead(std::unique_ptr<ByteSource> source, std::size_t direct, ReadMeter& meter)
      : source_(std::move(source)), direct_(direct), meter_(meter) {}

  /// An unfinished file is left only where the whole call ends.
  ~ReadAhead() override {
    if (thread_.joinable() && !at_end_) meter_.abandon();
  }

  std::size_t read(std::span<char> to) override {
    if (direct_ > 0) return read_directly(to.first(std::min(to.size(), direct_)));
    if (left_.empty() && !at_end_) next_block();
    const std::size_t size = std::min(left_.size(), to.size());
    std::copy_n(left_.begin(), size, to.begin());
    left_ = left_.subspan(size);
    return size;
  }

 private:
  std::size_t read_directly(std::span<char> to) {
    const std::size_t size = source_->read(to);
    direct_ -= size;
    return size;
  }

  void next_block() {
    if (!thread_.joinable()) {
      queue_ = std::make_unique<BlockQueue>();
      thread_ = std::jthread([this](const std::stop_token& stop) { fill_blocks(stop); });
    } else {
      queue_->pop();
    }
    const Block& block = queue_->wait_for_block();
    at_end_ = block.size == 0;
    left_ = std::span(block.bytes).first(block.size);
    if (block.failure) std::rethrow_exception(block.failure);
    meter_.report();
  }

  void fill_blocks(const std::stop_token& stop) {
    for (std::size_t size = 1; size > 0;) {
      Block* const block = queue_->wait_for_room(stop);
      if (block == nullptr) return;
      try {
        block->size = source_->read(block->bytes);
      } catch (...) {
        block->size = 0;
        block->failure = std::current_exception();
      }
      size = block->size;
      queue_->push();
    }
  }

  std::unique_ptr<ByteSource> source_;
  std::size_t direct_;
  ReadMeter& meter_;
  std::unique_ptr<BlockQueue> queue_;
  std::span<const char> left_;  ///< of the oldest block
  bool at_end_ = false;
  std::jthread thread_;  ///< the last member: it ends before what it uses
};

}  // namespace

std::unique_ptr<ByteSource> read_ahead(std::unique_ptr<ByteSource> source, std::size_t direct,
                                       ReadMeter& meter) {
  if (meter.threads() < 2) return source;
  return std::make_unique<ReadAhead>(std::move(source), direct, meter);
}

}  // namespace upcross::detail
