#include "data/byte_source.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <vector>

#include <upcross/core/error.hpp>

#include "data/inflater.hpp"

namespace upcross::detail {
namespace {

struct OpenFile {
  explicit OpenFile(int opened) : descriptor(opened) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor >= 0) ::close(descriptor);
  }

  int descriptor;
};

/// The bytes of a file as they lie on the disk, or come from a pipe.
class PlainFile final : public ByteSource {
 public:
  PlainFile(const std::filesystem::path& path, ReadMeter& meter)
      : name_(path.string()),
        meter_(meter),
        file_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {
    if (file_.descriptor < 0) fail("open");
    head_.resize(gzip_magic.size());
    head_.resize(read_head());
  }

  const std::string& name() const { return name_; }

  bool is_gzip() const { return head_ == gzip_magic; }

  std::size_t read(std::span<char> to) override {
    if (head_.empty()) return read_file(to);
    const std::size_t size = std::min(head_.size(), to.size());
    std::copy_n(head_.begin(), size, to.begin());
    head_.erase(0, size);
    return size;
  }

 private:
  std::size_t read_head() {
    const std::size_t first = read_file(head_);
    return first == 0 ? 0 : first + read_file(std::span(head_).subspan(first));
  }

  std::size_t read_file(std::span<char> to) {
    if (to.empty()) return 0;
    ssize_t size = 0;
    do {
      wait_for_bytes();
      size = ::read(file_.descriptor, to.data(), to.size());
    } while (size < 0 && (errno == EAGAIN || errno == EINTR));
    if (size < 0) fail("read");
    meter_.advance(static_cast<std::size_t>(size));
    return static_cast<std::size_t>(size);
  }

  /// A pipe may never deliver: a stop request must end the wait.
  void wait_for_bytes() const {
    constexpr int milliseconds = 100;
    pollfd wanted{file_.descriptor, POLLIN, 0};
    int ready = 0;
    while ((ready = ::poll(&wanted, 1, milliseconds)) <= 0) {
      if (ready < 0 && errno != EINTR) fail("read");
      meter_.check_stop();
    }
  }

  [[noreturn]] void fail(const std::string& action) const {
    const std::string reason = std::generic_category().message(errno);
    throw Error(ErrorCode::io, "cannot " + action + " " + name_ + ": " + reason);
  }

  std::string name_;
  ReadMeter& meter_;
  OpenFile file_;
  std::string head_;  ///< bytes read to recognize gzip and not yet handed on
};

/// The content of a gzip file, member after member.
class GzipFile final : public ByteSource {
 public:
  explicit GzipFile(std::unique_ptr<PlainFile> file) : file_(std::move(file)), input_(1 << 16) {}

  /// Damage is told behind the bytes before it, so that it does not depend on the size of `to`
  /// which of two faults of a file is met first.
  std::size_t read(std::span<char> to) override {
    std::span<char> room = to;
    while (room.size() == to.size() && has_input()) inflate_some(room);
    return to.size() - room.size();
  }

 private:
  /// Whether there is more to inflate; false at a regular end.
  bool has_input() {
    if (!damage_.empty()) refuse(damage_);
    if (left_.empty()) left_ = std::span(input_).first(file_->read(input_));
    if (left_.empty() && !between_members_) {
      refuse("the gzip data end too early: the file is truncated");
    }
    return !left_.empty();
  }

  void inflate_some(std::span<char>& room) {
    if (between_members_) begin_member();
    const Inflater::State state = inflater_->inflate(left_, room);
    between_members_ = state == Inflater::State::member_has_ended;
    if (state == Inflater::State::failed) {
      damage_ = "the gzip data are damaged (" + inflater_->fault() + ")";
    }
  }

  void begin_member() {
    if (left_.front() != gzip_magic.front()) refuse("other bytes follow the gzip data");
    inflater_->begin_member();
    between_members_ = false;
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ErrorCode::invalid_input, file_->name() + ": " + what);
  }

  std::unique_ptr<PlainFile> file_;
  std::unique_ptr<Inflater> inflater_ = fastest_inflater();
  std::vector<char> input_;
  std::span<const char> left_;  ///< of the input
  bool between_members_ = false;
  std::string damage_;  ///< what ends the data; empty = nothing so far
};

}  // namespace

void ReadMeter::check_stop() const {
  if (is_abandoned_ || execution_.stop.stop_requested()) {
    throw Error(ErrorCode::stopped, "reading was stopped");
  }
}

void ReadMeter::advance(std::size_t bytes) {
  check_stop();
  done_ += bytes;
  if (std::this_thread::get_id() == caller_) report();
}

void ReadMeter::report() const {
  execution_.report({.stage = "reading", .done = done_, .total = total_});
}

std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& path, ReadMeter& meter) {
  auto file = std::make_unique<PlainFile>(path, meter);
  if (!file->is_gzip()) return file;
  return std::make_unique<GzipFile>(std::move(file));
}

}  // namespace upcross::detail
