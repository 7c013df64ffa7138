#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/data/columns.hpp>

namespace upcross::detail {

/// Positions of headers.
using FieldNumbers = std::vector<std::size_t>;

/// Those of the headers that `fits` holds for.
template <class Predicate>
FieldNumbers fields_where(std::span<const std::string> headers, Predicate fits) {
  FieldNumbers fields;
  for (std::size_t field = 0; field < headers.size(); ++field) {
    if (fits(headers[field])) fields.push_back(field);
  }
  return fields;
}

/// The names of headers without their units, in the form of `normalized_header`. Beside line items,
/// "Name" is that of the order.
std::vector<std::string> header_names(std::span<const std::string> headers);

/// Finds the fields, but those taken, with a usual name of a column. Looks at both, which must
/// live.
class UsualFields {
 public:
  UsualFields(std::span<const std::string> names, const std::vector<bool>& taken)
      : names_(names), taken_(taken) {}

  /// Those with its own name and the aliases, else the one of the number of its things, else those
  /// with the first of the fallbacks, else with the first of the names and what may be the number
  /// of it. For an optional column its own name is preferred to the aliases, and of two that only
  /// may be it neither is. O(headers x names).
  FieldNumbers of(const ColumnSpec& column) const;

 private:
  template <class Predicate>
  FieldNumbers where(Predicate fits) const;
  FieldNumbers with(std::span<const std::string_view> names) const;
  FieldNumbers with_own_names(const ColumnSpec& column) const;
  FieldNumbers with_first(std::span<const std::string_view> names) const;
  FieldNumbers of_number(const ColumnSpec& column) const;

  std::span<const std::string> names_;
  const std::vector<bool>& taken_;
};

}  // namespace upcross::detail
