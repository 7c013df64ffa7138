#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include <upcross/core/date.hpp>
#include <upcross/data/assess.hpp>

namespace upcross {

/// A part of a whole, 0 .. 1; people read it in percent.
struct Share {
  double value;
};

/// A number as it is: a median, an index.
struct Number {
  double value;
};

/// An amount of money.
struct Money {
  double value;
};

/// A number of the assessment; unknown numbers are NaN.
using FieldValue = std::variant<std::size_t, Share, Number, Money, std::optional<Day>>;

struct AssessmentField {
  std::string_view section;  ///< its heading on the page
  std::string_view name;     ///< in JSON
  std::string_view label;    ///< on the page
  std::string_view meaning;  ///< on the page, after the number
  FieldValue (*value)(const Assessment&);
};

/// The numbers of an assessment in their order: the one place where they are listed.
std::span<const AssessmentField> assessment_fields();

}  // namespace upcross
