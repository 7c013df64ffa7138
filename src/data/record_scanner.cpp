#include "data/record_scanner.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <upcross/core/error.hpp>

#include "data/line_fault.hpp"
#include "data/text.hpp"

namespace upcross::detail {
namespace {

constexpr std::size_t first_chunk = 1 << 14;  // small files need no more
constexpr std::size_t chunk = 1 << 18;
constexpr std::size_t longest_record = 1 << 20;

/// Replaces doubled quotes by single ones, in place; returns the new end.
char* undouble_quotes(char* begin, const char* end) {
  char* to = begin;
  for (const char* from = begin; from != end; ++from) {
    *to++ = *from;
    if (*from == '"') ++from;
  }
  return to;
}

}  // namespace

RecordScanner::RecordScanner(std::string file, std::unique_ptr<ByteSource> source, char delimiter)
    : file_(std::move(file)),
      source_(std::move(source)),
      delimiter_(delimiter),
      marks_(delimiter, '\n'),
      buffer_(first_chunk, '\n') {}

bool RecordScanner::next() {
  do {
    begin_ = next_;
    line_ = next_line_;
    is_complete_ = false;
    raw_.clear();
    while (!scan()) fill();
    if (begin_ == end_) return false;
  } while (count_ == 1 && fields_.front().empty());
  return true;
}

void RecordScanner::pass_fault() {
  if (is_complete_) return;
  const auto find_line_feed = [&] {
    return static_cast<const char*>(std::memchr(buffer_.data() + begin_, '\n', end_ - begin_));
  };
  const char* line_feed = find_line_feed();
  while (line_feed == nullptr && !at_end_) {
    begin_ = end_;
    fill();
    line_feed = find_line_feed();
  }
  next_ = line_feed == nullptr ? end_ : static_cast<std::size_t>(line_feed + 1 - buffer_.data());
  next_line_ = line_ + 1;
}

std::string_view RecordScanner::raw() const {
  if (!raw_.empty()) return raw_;
  std::string_view text(buffer_.data() + begin_, (is_complete_ ? next_ : end_) - begin_);
  if (!is_complete_) text = text.substr(0, text.find('\n'));
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

/// Finds the fields of the record; false if it goes on after what has been read. Changes no byte
/// before the record is complete, since it is then scanned again.
bool RecordScanner::scan() {
  count_ = 0;
  doubled_.clear();
  has_quotes_ = false;
  char* at = buffer_.data() + begin_;
  for (;;) {
    char* const stop = *at == '"' ? scan_quoted(at) : scan_plain(at);
    if (stop == nullptr) return false;
    if (*stop == '\n') {
      finish(stop);
      return true;
    }
    at = stop + 1;
  }
}

/// Adds the fields up to the end of the record or a quoted one; returns the delimiter or line feed
/// behind them, or null if it is not yet read. The '\n' that follows the data ends the loop and, at
/// the end of the text, the last record.
char* RecordScanner::scan_plain(char* at) {
  MarkFinder marks = marks_;  // the compiler keeps a local one in registers
  char* const data = buffer_.data();
  const char* const end = data + end_;
  char* stop = data + marks.find(data, static_cast<std::size_t>(at - data));
  while (*stop != '\n' && stop[1] != '"') {
    add(at, stop);
    at = stop + 1;
    stop = data + marks.find_next(data);
  }
  marks_ = marks;
  if (stop == end && !at_end_) return nullptr;
  const bool carriage_return = *stop == '\n' && stop != at && stop[-1] == '\r';
  add(at, stop - (carriage_return ? 1 : 0));
  return stop;
}

char* RecordScanner::scan_quoted(char* at) {
  has_quotes_ = true;
  char* const quote = closing_quote(at);
  if (quote == nullptr) return nullptr;
  char* stop = quote + 1;
  if (*stop == '\r') ++stop;
  if (stop == end_of_data() && !at_end_) return nullptr;
  if (*stop != '\n' && (*stop != delimiter_ || stop[-1] == '\r')) {
    refuse(line_at(at), "text follows the closing quote of field " + std::to_string(count_ + 1) +
                            "; expected " + in_quotes({&delimiter_, 1}));
  }
  add(at + 1, quote);
  return stop;
}

/// The quote that ends a field, or null if it is not yet read.
char* RecordScanner::closing_quote(char* opening) {
  char* quote = opening + 1;
  for (;;) {
    const auto left = static_cast<std::size_t>(end_of_data() - quote);
    quote = static_cast<char*>(std::memchr(quote, '"', left));
    if (quote == nullptr && at_end_) {
      give_up(line_at(opening), "a quote is opened and never closed");
    }
    if (quote == nullptr || (quote + 1 == end_of_data() && !at_end_)) return nullptr;
    if (quote[1] != '"') return quote;
    if (doubled_.empty() || doubled_.back() != count_) doubled_.push_back(count_);
    quote += 2;
  }
}

void RecordScanner::finish(const char* stop) {
  const char* const begin = buffer_.data() + begin_;
  next_ = std::min(static_cast<std::size_t>(stop + 1 - buffer_.data()), end_);
  next_line_ = has_quotes_ ? line_at(buffer_.data() + next_) : line_ + 1;
  is_complete_ = true;
  if (next_ - begin_ > longest_record) refuse("the record is longer than 1 MiB");
  if (has_nul_ && std::memchr(begin, '\0', next_ - begin_) != nullptr) {
    refuse(
        "the record contains a NUL byte; expected UTF-8 text (is the file UTF-16 without byte "
        "order mark?)");
  }
  if (!doubled_.empty()) raw_ = raw();
  for (const std::size_t field : doubled_) {
    char* const text = buffer_.data() + (fields_[field].data() - buffer_.data());
    char* const end = undouble_quotes(text, text + fields_[field].size());
    fields_[field] = {text, static_cast<std::size_t>(end - text)};
  }
}

/// Reads more behind the unfinished record, which it moves to the front of the buffer.
void RecordScanner::fill() {
  if (end_ - begin_ > longest_record) {
    if (!has_quotes_) refuse("the record is longer than 1 MiB");
    give_up(line_, "the record is longer than 1 MiB (is a quote not closed?)");
  }
  end_ -= begin_;
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_);
  begin_ = 0;
  if (2 * end_ > buffer_.size() || buffer_.size() < chunk) buffer_.resize(2 * buffer_.size());
  const std::size_t room = buffer_.size() - mark_block - end_;
  const std::size_t read = source_->read(std::span(buffer_).subspan(end_, room));
  at_end_ = read == 0;
  end_ += read;
  buffer_[end_] = '\n';
  has_nul_ = std::memchr(buffer_.data(), '\0', end_) != nullptr;
  marks_.forget();
}

/// The line of a place within the record.
std::size_t RecordScanner::line_at(const char* at) const {
  const char* const begin = buffer_.data() + begin_;
  return line_ + static_cast<std::size_t>(std::count(begin, at, '\n'));
}

void RecordScanner::refuse(std::size_t line, const std::string& what) const {
  throw LineFault(file_, line, what);
}

void RecordScanner::give_up(std::size_t line, const std::string& what) const {
  throw Error(ErrorCode::invalid_input, file_ + ":" + std::to_string(line) + ": " + what);
}

}  // namespace upcross::detail
