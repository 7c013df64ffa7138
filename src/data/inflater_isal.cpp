#include <algorithm>
#include <array>
#include <cstdint>
#include <isa-l/igzip_lib.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "data/inflater.hpp"

namespace upcross::detail {
namespace {

#if defined(__x86_64__)
[[gnu::target("avx")]] void clear_upper_halves() noexcept { _mm256_zeroupper(); }

/// ISA-L leaves the upper halves of the vector registers in use, and as long as they are, each
/// instruction of SSE waits for the last one: a logarithm takes five times as long.
void release_registers() noexcept {
  static const bool has_avx = __builtin_cpu_supports("avx") != 0;
  if (has_avx) clear_upper_halves();
}
#else
void release_registers() noexcept {}
#endif

class IsalInflater final : public Inflater {
 public:
  IsalInflater() { begin_member(); }

  void begin_member() override {
    isal_inflate_init(&state_);
    state_.crc_flag = ISAL_GZIP;
    magic_left_ = gzip_magic;
  }

  State inflate(std::span<const char>& in, std::span<char>& out) override {
    if (!begins_like_gzip(in)) return failed("incorrect header check");
    state_.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(in.data()));
    state_.avail_in = static_cast<std::uint32_t>(in.size());
    state_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    state_.avail_out = static_cast<std::uint32_t>(out.size());
    const int status = isal_inflate(&state_);
    release_registers();
    // Where it fails, it gives back bytes that it took in earlier calls.
    const std::size_t left = std::min<std::size_t>(state_.avail_in, in.size());
    remember(in.first(in.size() - left));
    in = in.last(left);
    out = out.last(state_.avail_out);
    if (status < 0) return failed(meaning_of(status));
    const bool has_ended = state_.block_state == ISAL_BLOCK_FINISH;
    return has_ended ? State::member_has_ended : State::member_goes_on;
  }

  std::string fault() const override { return fault_; }

 private:
  State failed(std::string_view fault) {
    fault_ = fault;
    return State::failed;
  }

  /// ISA-L would wait for the whole header before it says that this is none.
  bool begins_like_gzip(std::span<const char> in) {
    const std::size_t size = std::min(in.size(), magic_left_.size());
    const bool fits =
        std::equal(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(size), magic_left_.begin());
    magic_left_.remove_prefix(size);
    return fits;
  }

  /// Keeps the last bytes taken: at the end of a member those are its check sum and length.
  void remember(std::span<const char> taken) {
    const auto bytes = taken.last(std::min(taken.size(), last_.size()));
    std::shift_left(last_.begin(), last_.end(), static_cast<std::ptrdiff_t>(bytes.size()));
    std::ranges::copy_backward(bytes, last_.end());
  }

  std::string_view meaning_of(int status) const {
    switch (status) {
      case ISAL_INVALID_BLOCK:
        return "invalid block type";
      case ISAL_INVALID_SYMBOL:
        return "invalid code";
      case ISAL_INVALID_LOOKBACK:
        return "invalid distance too far back";
      case ISAL_INVALID_WRAPPER:
        return "incorrect header check";
      case ISAL_UNSUPPORTED_METHOD:
        return "unknown compression method";
      case ISAL_INCORRECT_CHECKSUM:
        return checksum_is_right() ? "incorrect length check" : "incorrect data check";
    }
    return "unusable stream";
  }

  bool checksum_is_right() const {
    std::uint32_t checksum = 0;
    for (std::size_t i = 4; i-- > 0;) {
      checksum = checksum << 8 | static_cast<unsigned char>(last_[i]);
    }
    return checksum == state_.crc;
  }

  inflate_state state_;
  std::string_view magic_left_;  ///< what of a member's first bytes has not been seen
  std::array<char, 8> last_{};
  std::string fault_;
};

}  // namespace

std::unique_ptr<Inflater> isal_inflater() { return std::make_unique<IsalInflater>(); }

}  // namespace upcross::detail
