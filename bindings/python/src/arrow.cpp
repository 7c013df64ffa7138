#include "arrow.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <stdexcept>
#include <utility>

namespace {

constexpr std::uint32_t none = 0xffffffff;

bool is_valid(const ArrowArray& array, std::size_t i) {
  const auto* bits =
      array.n_buffers > 0 ? static_cast<const std::uint8_t*>(array.buffers[0]) : nullptr;
  return bits == nullptr || (bits[i / 8] >> (i % 8) & 1) != 0;
}

template <class T>
const T* buffer(const ArrowArray& array, int number) {
  return static_cast<const T*>(array.buffers[number]);
}

/// Texts by offsets of that type into one block.
template <class Offset>
struct OffsetTexts {
  const Offset* offsets;
  const char* bytes;

  explicit OffsetTexts(const ArrowArray& array)
      : offsets(buffer<Offset>(array, 1)), bytes(buffer<char>(array, 2)) {}

  std::string_view operator()(std::size_t i) const {
    return {bytes + offsets[i], static_cast<std::size_t>(offsets[i + 1] - offsets[i])};
  }
};

/// Texts by 16-byte views: up to 12 bytes inside the view, else in one of the other buffers.
struct ViewTexts {
  const ArrowArray& array;

  explicit ViewTexts(const ArrowArray& one) : array(one) {}

  std::string_view operator()(std::size_t i) const {
    const char* view = buffer<char>(array, 1) + 16 * i;
    std::int32_t parts[4];
    std::memcpy(parts, view, sizeof parts);
    const auto length = static_cast<std::size_t>(parts[0]);
    if (length <= 12) return {view + 4, length};
    return {buffer<char>(array, 2 + parts[2]) + parts[3], length};
  }
};

/// Numbers the values that there are; the codes of the others stay.
template <class TextAt>
void number_texts(const ArrowArray& array, TextAt text, Texts& texts, std::uint32_t* codes) {
  const auto offset = static_cast<std::size_t>(array.offset);
  const auto length = static_cast<std::size_t>(array.length);
  std::array<std::string_view, Texts::batch> views;
  std::array<std::size_t, Texts::batch> places;
  std::array<std::uint32_t, Texts::batch> numbers;
  for (std::size_t i = 0; i < length;) {
    std::size_t count = 0;
    for (; i < length && count < Texts::batch; ++i) {
      if (!is_valid(array, offset + i)) continue;
      views[count] = text(offset + i);
      places[count++] = i;
    }
    texts.number_all(std::span(views).first(count), numbers.data());
    for (std::size_t n = 0; n < count; ++n) codes[places[n]] = numbers[n];
  }
}

void number_texts(const std::string& format, const ArrowArray& array, Texts& texts,
                  std::uint32_t* codes) {
  if (array.length == 0) return;
  if (format == "u" || format == "z") {
    number_texts(array, OffsetTexts<std::int32_t>(array), texts, codes);
  } else if (format == "U" || format == "Z") {
    number_texts(array, OffsetTexts<std::int64_t>(array), texts, codes);
  } else {
    number_texts(array, ViewTexts(array), texts, codes);
  }
}

bool holds_texts(const std::string& format) {
  return format == "u" || format == "U" || format == "z" || format == "Z" || format == "vu" ||
         format == "vz";
}

template <class Key>
void translate_keys(const ArrowArray& array, const std::vector<std::uint32_t>& numbers,
                    std::uint32_t* codes) {
  const Key* keys = buffer<Key>(array, 1) + array.offset;
  const auto offset = static_cast<std::size_t>(array.offset);
  for (std::size_t i = 0; i < static_cast<std::size_t>(array.length); ++i) {
    codes[i] = is_valid(array, offset + i) ? numbers[static_cast<std::size_t>(keys[i])] : none;
  }
}

using Translate = void (*)(const ArrowArray&, const std::vector<std::uint32_t>&, std::uint32_t*);

Translate translator_of(char key_format) {
  switch (key_format) {
    case 'c':
      return translate_keys<std::int8_t>;
    case 'C':
      return translate_keys<std::uint8_t>;
    case 's':
      return translate_keys<std::int16_t>;
    case 'S':
      return translate_keys<std::uint16_t>;
    case 'i':
      return translate_keys<std::int32_t>;
    case 'I':
      return translate_keys<std::uint32_t>;
    case 'l':
      return translate_keys<std::int64_t>;
    case 'L':
      return translate_keys<std::uint64_t>;
    default:
      throw std::invalid_argument("dictionary keys are no integers");
  }
}

void check(ArrowArrayStream& stream, int failed) {
  if (failed == 0) return;
  const char* reason = stream.get_last_error(&stream);
  throw std::runtime_error(reason != nullptr ? reason : "the Arrow stream failed");
}

}  // namespace

ArrowColumn::ArrowColumn(ArrowArrayStream& stream) {
  ArrowSchema schema{};
  check(stream, stream.get_schema(&stream, &schema));
  format_ = schema.format;
  if (schema.dictionary != nullptr) dictionary_format_ = schema.dictionary->format;
  if (schema.release != nullptr) schema.release(&schema);
  if (!holds_texts(dictionary_format_.empty() ? format_ : dictionary_format_)) {
    throw std::invalid_argument("the column holds no texts but Arrow's type '" + format_ + "'");
  }
  for (;;) {
    ArrowArray chunk{};
    check(stream, stream.get_next(&stream, &chunk));
    if (chunk.release == nullptr) return;
    chunks_.push_back(chunk);
  }
}

ArrowColumn::~ArrowColumn() {
  for (ArrowArray& chunk : chunks_) chunk.release(&chunk);
}

ArrowColumn::ArrowColumn(ArrowColumn&& other) noexcept
    : format_(std::move(other.format_)),
      dictionary_format_(std::move(other.dictionary_format_)),
      chunks_(std::exchange(other.chunks_, {})) {}

FactorizedTexts ArrowColumn::factorized() const {
  FactorizedTexts result;
  for (const ArrowArray& chunk : chunks_) result.size += static_cast<std::size_t>(chunk.length);
  result.codes = codes_for(result.size);
  std::uint32_t* codes = result.codes.get();
  for (const ArrowArray& chunk : chunks_) {
    const auto length = static_cast<std::size_t>(chunk.length);
    if (dictionary_format_.empty()) {
      std::fill_n(codes, length, none);
      number_texts(format_, chunk, result.texts, codes);
    } else {
      std::vector<std::uint32_t> numbers(static_cast<std::size_t>(chunk.dictionary->length), none);
      number_texts(dictionary_format_, *chunk.dictionary, result.texts, numbers.data());
      translator_of(format_[0])(chunk, numbers, codes);
    }
    codes += length;
  }
  return result;
}
