#include "data/usual_fields.hpp"

#include <algorithm>
#include <iterator>

#include "data/column_tables.hpp"
#include "data/header_parts.hpp"

namespace upcross::detail {

std::vector<std::string> header_names(std::span<const std::string> headers) {
  std::vector<std::string> names;
  for (const std::string& header : headers) {
    const std::string whole = normalized_header(header);
    names.emplace_back(header_parts(whole).name);
  }
  if (std::ranges::find(names, "lineitem_name") != names.end()) {
    std::ranges::replace(names, std::string("name"), std::string("order_name"));
  }
  return names;
}

template <class Predicate>
FieldNumbers UsualFields::where(Predicate fits) const {
  FieldNumbers fields = fields_where(names_, fits);
  std::erase_if(fields, [&](std::size_t field) { return taken_[field]; });
  return fields;
}

FieldNumbers UsualFields::with(std::span<const std::string_view> names) const {
  return where([&](const std::string& name) {
    return std::ranges::find(names, std::string_view(name)) != names.end();
  });
}

FieldNumbers UsualFields::with_own_names(const ColumnSpec& column) const {
  FieldNumbers fields = with({&column.name, 1});
  if (fields.empty() || column.required) {
    std::ranges::copy(with(column.aliases), std::back_inserter(fields));
  }
  return fields;
}

FieldNumbers UsualFields::with_first(std::span<const std::string_view> names) const {
  FieldNumbers fields;
  for (std::size_t i = 0; i < names.size() && fields.empty(); ++i) {
    fields = with(names.subspan(i, 1));
  }
  return fields;
}

/// The only one, or the only one of the first of the things that any is of.
FieldNumbers UsualFields::of_number(const ColumnSpec& column) const {
  const FieldNumbers fields = where([&](const std::string& name) {
    return is_number_of(name, column.things, column.number_words);
  });
  if (fields.size() < 2) return fields;
  for (const std::string_view thing : column.things) {
    FieldNumbers having;
    std::ranges::copy_if(fields, std::back_inserter(having), [&](std::size_t field) {
      return names_[field].find(thing) != std::string::npos;
    });
    if (!having.empty()) return having.size() == 1 ? having : FieldNumbers{};
  }
  return {};
}

FieldNumbers UsualFields::of(const ColumnSpec& column) const {
  FieldNumbers fields = with_own_names(column);
  if (fields.empty()) {
    fields = of_number(column);
    if (fields.empty()) fields = with_first(column.fallbacks);
    if (!column.required && fields.size() > 1) fields.clear();
  }
  if (fields.empty()) {
    fields = with_first(column.names);
    if (!fields.empty()) std::ranges::copy(with(bare_numbers), std::back_inserter(fields));
  }
  std::ranges::sort(fields);
  return fields;
}

}  // namespace upcross::detail
