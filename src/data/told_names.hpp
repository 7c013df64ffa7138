#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/core/date.hpp>

namespace upcross::detail {

/// The names that lines tell, by interned number. Of equally late ones the first in byte order, so
/// that the order of the lines means nothing.
class ToldNames {
 public:
  void hear(std::uint32_t number, Time time, std::string_view name) {
    if (!name.empty()) hear_name(number, time, name);
  }

  /// Names the rows, which stand in the given order, that have no name.
  template <class Row>
  std::vector<Row> named(std::vector<Row> rows, const std::vector<std::uint32_t>& sorted) const {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].name.empty() && sorted[i] < names_.size()) rows[i].name = names_[sorted[i]].name;
    }
    return rows;
  }

 private:
  struct Told {
    Time time{};
    std::string name = {};
  };

  void hear_name(std::uint32_t number, Time time, std::string_view name) {
    if (number >= names_.size()) names_.resize(number + 1);
    Told& told = names_[number];
    const bool counts =
        told.name.empty() || time > told.time || (time == told.time && name < told.name);
    if (!counts) return;
    told.time = time;
    told.name = name;
  }

  std::vector<Told> names_;
};

}  // namespace upcross::detail
