#pragma once

#include <optional>
#include <span>
#include <string_view>

#include <upcross/data/columns.hpp>
#include <upcross/data/text_format.hpp>

#include "data/date_text.hpp"
#include "data/layout.hpp"
#include "data/number_text.hpp"

namespace upcross::detail {

/// How the numbers and dates of a table are written.
struct CellFormats {
  DecimalSign decimal = DecimalSign::undecided;
  DateFormats dates = {};
};

/// The formats that are given and those that the cells of a sample prove: up to 10,000 records of
/// `layout`, below the header. Cells that prove the opposite of each other prove nothing.
CellFormats find_cell_formats(std::string_view sample, const Layout& layout,
                              const TextFormat& given, std::span<const ColumnSpec> columns,
                              std::span<const std::optional<std::size_t>> fields);

}  // namespace upcross::detail
