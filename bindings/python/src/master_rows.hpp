#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <string>
#include <vector>

#include "frames.hpp"
#include "members.hpp"

/// Puts a Python value into a member; None leaves what is there.
template <class Row>
struct Put {
  Row& row;
  nb::handle value;

  void operator()(std::string Row::*member) const { row.*member = nb::cast<std::string>(value); }
  void operator()(double Row::*member) const { row.*member = nb::cast<double>(value); }
  void operator()(bool Row::*member) const { row.*member = nb::cast<bool>(value); }
  void operator()(std::optional<upcross::Day> Row::*member) const {
    row.*member = upcross::Day(std::chrono::days(nb::cast<int>(value)));
  }
};

/// The value of a member in Python; None where it is not told.
template <class Row>
struct Get {
  const Row& row;

  nb::object operator()(std::string Row::*member) const {
    return (row.*member).empty() ? nb::none() : to_python(row.*member);
  }
  nb::object operator()(double Row::*member) const { return nb::float_(row.*member); }
  nb::object operator()(bool Row::*member) const { return nb::bool_(row.*member); }
  nb::object operator()(std::optional<upcross::Day> Row::*member) const {
    if (!(row.*member)) return nb::none();
    return nb::int_((*(row.*member)).time_since_epoch().count());
  }
};

/// Rows from columns, lists of equal length by their names; days are numbers since 1970.
template <class Row>
std::vector<Row> rows_of(const nb::dict& columns, std::size_t count) {
  std::vector<Row> rows(count);
  for (const Member<Row>& member : members(static_cast<const Row*>(nullptr))) {
    if (!columns.contains(member.name)) continue;
    const nb::object column = columns[member.name];
    if (nb::len(column) != count) throw nb::value_error("the columns differ in length");
    std::size_t i = 0;
    for (const nb::handle value : column) {
      if (!value.is_none()) std::visit(Put<Row>{rows[i], value}, member.place);
      ++i;
    }
  }
  return rows;
}

/// The reverse: `row(i)` for each i below `count`.
template <class Row, class RowAt>
nb::dict columns_of(std::size_t count, RowAt row) {
  nb::dict columns;
  for (const Member<Row>& member : members(static_cast<const Row*>(nullptr))) {
    nb::list column;
    for (std::size_t i = 0; i < count; ++i) {
      column.append(std::visit(Get<Row>{row(i)}, member.place));
    }
    columns[member.name] = column;
  }
  return columns;
}
