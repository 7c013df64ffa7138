#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <upcross/data/text_format.hpp>

#include "data/byte_source.hpp"

namespace upcross::detail {

/// The content of `bytes` as UTF-8 without byte order mark: a mark of UTF-8 or UTF-16 tells the
/// encoding, else it is the given one; cp1252 is not used where the beginning is no ASCII but valid
/// UTF-8, since other files of the same call may be in UTF-8. UTF-8 is handed on unchecked; a
/// surrogate that is alone becomes U+FFFD.
std::unique_ptr<ByteSource> decoded(std::unique_ptr<ByteSource> bytes, Encoding encoding);

/// The text with line feeds for the carriage returns that end its lines, as old Macintosh programs
/// write them: where its beginning has those alone.
std::unique_ptr<ByteSource> with_line_feeds(std::unique_ptr<ByteSource> text);

/// How much of a file is looked at to find how it is written.
inline constexpr std::size_t sample_size = std::size_t{1} << 20;

/// The beginning of a stream, and the stream with nothing taken from it.
struct Sampled {
  std::shared_ptr<const std::string> head;
  std::string_view sample;  ///< the whole lines of the head
  std::unique_ptr<ByteSource> source;
};

/// Reads `size` bytes ahead.
Sampled sampled(std::unique_ptr<ByteSource> source, std::size_t size);

}  // namespace upcross::detail
