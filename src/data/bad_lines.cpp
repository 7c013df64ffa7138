#include <ostream>
#include <string_view>

#include <upcross/data/bad_lines.hpp>

namespace upcross {
namespace {

void write_quoted(std::ostream& out, std::string_view text) {
  out << '"';
  for (const char c : text) {
    if (c == '"') out << '"';
    out << c;
  }
  out << '"';
}

}  // namespace

void write_csv(std::ostream& out, std::span<const BadLine> lines) {
  out << "file,line,reason,record\n";
  for (const BadLine& bad : lines) {
    write_quoted(out, bad.file);
    out << ',' << bad.line << ',';
    write_quoted(out, bad.reason);
    out << ',';
    write_quoted(out, bad.record);
    out << '\n';
  }
}

}  // namespace upcross
