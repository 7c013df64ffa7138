#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/byte_marks.hpp"
#include "data/byte_source.hpp"

namespace upcross::detail {

/// Splits CSV text into records and fields (RFC 4180; LF or CRLF; blank lines are skipped). A quote
/// within an unquoted field is an ordinary character, as in `12" pipe`.
/// Faults throw invalid_input with file and line: a LineFault if the records behind can be read.
class RecordScanner {
 public:
  /// `file` is the name for messages.
  RecordScanner(std::string file, std::unique_ptr<ByteSource> source, char delimiter = ',');

  /// Goes to the next record; false at the end of the text.
  bool next();

  /// Goes on behind the record of a LineFault or, where its end was not found, behind its line.
  void pass_fault();

  /// The text of the record, or of the line that `pass_fault` would pass as far as it is in memory;
  /// without the line end.
  std::string_view raw() const;

  /// The fields of the record; they live until `next`.
  std::span<const std::string_view> fields() const noexcept { return {fields_.data(), count_}; }

  const std::string& file() const noexcept { return file_; }

  /// The line in which the record begins, from 1.
  std::size_t line() const noexcept { return line_; }

  /// Throws a LineFault with file, line and `what`.
  [[noreturn]] void refuse(const std::string& what) const { refuse(line_, what); }

 private:
  bool scan();
  char* scan_plain(char* at);
  void add(const char* begin, const char* end) {
    if (count_ == fields_.size()) fields_.resize(2 * count_ + 16);
    fields_[count_++] = {begin, static_cast<std::size_t>(end - begin)};
  }
  char* scan_quoted(char* at);
  char* closing_quote(char* opening);
  void finish(const char* stop);
  void fill();
  std::size_t line_at(const char* at) const;
  [[noreturn]] void refuse(std::size_t line, const std::string& what) const;
  [[noreturn]] void give_up(std::size_t line, const std::string& what) const;

  const char* end_of_data() const noexcept { return buffer_.data() + end_; }

  std::string file_;
  std::unique_ptr<ByteSource> source_;
  char delimiter_;
  MarkFinder marks_;
  std::vector<char> buffer_;  ///< [begin_, end_) is read and not yet passed; a '\n' follows, and
                              ///< room for the marks
  std::size_t begin_ = 0;     ///< where the record begins
  std::size_t next_ = 0;      ///< where the next record begins
  std::size_t end_ = 0;
  bool is_complete_ = false;  ///< the end of the record has been found
  bool at_end_ = false;       ///< nothing can be read after [begin_, end_)
  bool has_nul_ = false;      ///< a NUL byte is in the buffer
  std::size_t line_ = 0;
  std::size_t next_line_ = 1;
  std::vector<std::string_view> fields_;  ///< the first `count_` are those of the record
  std::size_t count_ = 0;
  bool has_quotes_ = false;           ///< a field of the record is quoted
  std::vector<std::size_t> doubled_;  ///< fields whose quotes are still doubled
  std::string raw_;                   ///< the record before quotes were undoubled, if any were
};

}  // namespace upcross::detail
