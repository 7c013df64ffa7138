#pragma once

#include <stdexcept>
#include <string>

namespace upcross {

/// What went wrong, coarse enough to act on.
enum class ErrorCode {
  invalid_argument,  ///< an option or an argument outside its range
  invalid_input,     ///< a file or a purchase line that cannot be read as what it should be
  io,                ///< the operating system refused to open, read, write or rename
  numerical,         ///< an equation system without a finite solution
  stopped,           ///< a stop was requested before there was a result
};

/// The one exception of the library. `what()` says what was given, what was expected, and where.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}

  ErrorCode code() const noexcept { return code_; }

 private:
  ErrorCode code_;
};

}  // namespace upcross
