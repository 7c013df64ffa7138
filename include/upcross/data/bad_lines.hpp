#pragma once

#include <cstddef>
#include <iosfwd>
#include <span>
#include <string>

namespace upcross {

/// A record that could not be read and was passed over.
struct BadLine {
  std::string file;
  std::size_t line;    ///< where it begins, from 1
  std::string reason;  ///< English, e.g. "column 'Menge': 'x' is not a number; expected ..."
  std::string record;  ///< its text without the line end; may be no UTF-8
};

/// Writes bad lines as CSV with the columns file, line, reason and record (RFC 4180, LF).
void write_csv(std::ostream& out, std::span<const BadLine> lines);

}  // namespace upcross
