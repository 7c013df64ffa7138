#include "data/decoded.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "data/text.hpp"

namespace upcross::detail {
namespace {

/// Whether the text has characters that only UTF-8 explains: words in Windows-1252 are hardly ever
/// valid UTF-8, unless they are ASCII.
bool shows_utf8(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (c & 0x80) != 0; }) && is_utf8(text);
}

/// Reads until `to` is full or the end is met; how many bytes.
std::size_t read_all(ByteSource& source, std::span<char> to) {
  std::size_t filled = 0;
  while (filled < to.size()) {
    const std::size_t size = source.read(to.subspan(filled));
    if (size == 0) break;
    filled += size;
  }
  return filled;
}

/// The first `size` bytes or all there are, with memory in proportion.
std::string beginning(ByteSource& source, std::size_t size) {
  std::string text;
  std::size_t filled = 0;
  while (filled == text.size() && filled < size) {
    text.resize(std::min(size, std::max<std::size_t>(1 << 14, 2 * filled)));
    filled += read_all(source, std::span(text).subspan(filled));
  }
  text.resize(filled);
  return text;
}

/// Hands out bytes that were read ahead, then those of the rest.
class Prefixed final : public ByteSource {
 public:
  Prefixed(std::shared_ptr<const std::string> head, std::unique_ptr<ByteSource> rest)
      : head_(std::move(head)), left_(*head_), rest_(std::move(rest)) {}

  std::size_t read(std::span<char> to) override {
    if (left_.empty()) return rest_->read(to);
    const std::size_t size = left_.copy(to.data(), to.size());
    left_.remove_prefix(size);
    if (left_.empty()) head_.reset();
    return size;
  }

 private:
  std::shared_ptr<const std::string> head_;
  std::string_view left_;
  std::unique_ptr<ByteSource> rest_;
};

void append_utf8(std::string& text, char32_t c) {
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | ((c >> shift) & 0x3f)); };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xc0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    text += static_cast<char>(0xe0 | (c >> 12));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xf0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// Bytes of another encoding, translated piece by piece.
class Translated : public ByteSource {
 public:
  explicit Translated(std::unique_ptr<ByteSource> bytes)
      : bytes_(std::move(bytes)), raw_(1 << 16, '\0') {}

  std::size_t read(std::span<char> to) override {
    while (at_ == text_.size() && !at_end_) refill();
    const std::size_t size = std::min(text_.size() - at_, to.size());
    std::copy_n(text_.data() + at_, size, to.data());
    at_ += size;
    return size;
  }

 protected:
  /// Appends the bytes as UTF-8.
  virtual void translate(std::string_view bytes, std::string& text) = 0;
  /// Appends what the end of the bytes leaves unfinished.
  virtual void finish(std::string&) {}

 private:
  void refill() {
    text_.clear();
    at_ = 0;
    const std::size_t size = bytes_->read(raw_);
    at_end_ = size == 0;
    translate({raw_.data(), size}, text_);
    if (at_end_) finish(text_);
  }

  std::unique_ptr<ByteSource> bytes_;
  std::string raw_;
  std::string text_;
  std::size_t at_ = 0;
  bool at_end_ = false;
};

class Cp1252 final : public Translated {
 public:
  using Translated::Translated;

 private:
  void translate(std::string_view bytes, std::string& text) override {
    // 0x80 to 0x9f; the five that mean nothing stay control characters.
    static constexpr std::array<char16_t, 32> high = {
        0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      append_utf8(text, byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80] : byte);
    }
  }
};

class LineFeeds final : public Translated {
 public:
  using Translated::Translated;

 private:
  void translate(std::string_view bytes, std::string& text) override {
    std::ranges::replace_copy(bytes, std::back_inserter(text), '\r', '\n');
  }
};

class Utf16 final : public Translated {
 public:
  Utf16(std::unique_ptr<ByteSource> bytes, bool big_endian)
      : Translated(std::move(bytes)), big_endian_(big_endian) {}

 private:
  void translate(std::string_view bytes, std::string& text) override {
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      if (has_half_)
        add(static_cast<char32_t>(big_endian_ ? half_ << 8 | byte : byte << 8 | half_), text);
      has_half_ = !has_half_;
      half_ = byte;
    }
  }

  void finish(std::string& text) override {
    if (has_half_ || high_ != 0) append_utf8(text, replacement);
  }

  void add(char32_t unit, std::string& text) {
    const bool is_low = unit >= 0xdc00 && unit < 0xe000;
    if (high_ != 0 && is_low) {
      append_utf8(text, 0x10000 + ((high_ - 0xd800) << 10) + (unit - 0xdc00));
    } else {
      if (high_ != 0) append_utf8(text, replacement);
      if (is_low) append_utf8(text, replacement);
    }
    const bool was_pair = high_ != 0 && is_low;
    high_ = unit >= 0xd800 && unit < 0xdc00 ? unit : 0;
    if (high_ == 0 && !is_low && !was_pair) append_utf8(text, unit);
  }

  static constexpr char32_t replacement = 0xfffd;

  bool big_endian_;
  bool has_half_ = false;
  unsigned half_ = 0;
  char32_t high_ = 0;  ///< the first half of a surrogate pair; 0 = none
};

}  // namespace

std::unique_ptr<ByteSource> decoded(std::unique_ptr<ByteSource> bytes, Encoding encoding) {
  std::string mark(3, '\0');
  mark.resize(read_all(*bytes, mark));
  const auto after = [&](std::size_t size) {
    auto head = std::make_shared<const std::string>(mark.substr(size));
    return std::make_unique<Prefixed>(std::move(head), std::move(bytes));
  };
  if (mark == "\xef\xbb\xbf") return after(3);
  if (mark.starts_with("\xff\xfe")) return std::make_unique<Utf16>(after(2), false);
  if (mark.starts_with("\xfe\xff")) return std::make_unique<Utf16>(after(2), true);
  if (encoding == Encoding::utf8) return after(0);
  Sampled start = sampled(after(0), sample_size);
  if (shows_utf8(start.sample)) return std::move(start.source);
  return std::make_unique<Cp1252>(std::move(start.source));
}

std::unique_ptr<ByteSource> with_line_feeds(std::unique_ptr<ByteSource> text) {
  Sampled start = sampled(std::move(text), sample_size);
  const std::string& head = *start.head;
  // The last byte may be the first of a CRLF that is cut.
  const bool has_returns = head.find('\r') < head.size() - 1;
  if (!has_returns || head.find('\n') != std::string::npos) return std::move(start.source);
  return std::make_unique<LineFeeds>(std::move(start.source));
}

Sampled sampled(std::unique_ptr<ByteSource> source, std::size_t size) {
  std::string text = beginning(*source, size);
  auto head = std::make_shared<const std::string>(std::move(text));
  // The last line may be cut, unless this is the end: half a number proves nothing.
  const std::size_t lines = head->size() < size ? head->size() : head->find_last_of('\n') + 1;
  const std::string_view sample(head->data(), lines);
  return {head, sample, std::make_unique<Prefixed>(head, std::move(source))};
}

}  // namespace upcross::detail
