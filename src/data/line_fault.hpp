#pragma once

#include <cstddef>
#include <string>

#include <upcross/core/error.hpp>

namespace upcross::detail {

/// What is wrong with one record: those behind it can be read nevertheless.
class LineFault : public Error {
 public:
  /// `reason` may begin with "column 'x': ".
  LineFault(const std::string& file, std::size_t line, std::string reason)
      : Error(ErrorCode::invalid_input,
              file + ":" + std::to_string(line) + (names_column(reason) ? ", " : ": ") + reason),
        line_(line),
        reason_(std::move(reason)) {}

  std::size_t line() const noexcept { return line_; }
  const std::string& reason() const noexcept { return reason_; }

 private:
  static bool names_column(const std::string& reason) { return reason.starts_with("column '"); }

  std::size_t line_;
  std::string reason_;
};

}  // namespace upcross::detail
