#pragma once

#include <stdexcept>
#include <string>

#include <upcross/core/error.hpp>

/// What batch_score returns to its caller.
enum class ExitCode {
  done = 0,
  internal = 1,
  usage = 2,
  input_refused = 3,
  not_written = 4,
  interrupted = 130,
};

/// An end of the program without a result.
class Failure : public std::runtime_error {
 public:
  Failure(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}

  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

/// What an error of the library means before anything is written.
inline ExitCode exit_code_of(upcross::ErrorCode code) {
  switch (code) {
    case upcross::ErrorCode::invalid_argument:
      return ExitCode::usage;
    case upcross::ErrorCode::invalid_input:
    case upcross::ErrorCode::io:
      return ExitCode::input_refused;
    case upcross::ErrorCode::stopped:
      return ExitCode::interrupted;
    case upcross::ErrorCode::numerical:
      break;
  }
  return ExitCode::internal;
}
