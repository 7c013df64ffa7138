#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/data/left_out.hpp>
#include <upcross/data/purchase_columns.hpp>
#include <upcross/data/purchases.hpp>

#include "data/interner.hpp"
#include "data/told_names.hpp"

namespace upcross::detail {

/// Which lines of columns count, in the sense of `DatasetBuilder::add`.
class KeptLines {
 public:
  /// The columns must be valid. A stop request is not looked at.
  KeptLines(const PurchaseColumns& columns, const Execution& execution);

  std::size_t count() const noexcept { return all_ ? size_ : lines_.size(); }
  const LeftOut& left_out() const noexcept { return left_out_; }

  /// The lines of the columns that are kept under these numbers.
  std::vector<std::uint32_t> lines_of(std::vector<std::uint32_t> numbers) const {
    if (all_) return numbers;
    for (std::uint32_t& number : numbers) number = lines_[number];
    return numbers;
  }

  /// Calls `visit(line)` for each in their order.
  template <class Visit>
  void for_each(Visit visit) const {
    for_each(0, count(), visit);
  }

  /// The same for those with the numbers [begin, end).
  template <class Visit>
  void for_each(std::size_t begin, std::size_t end, Visit visit) const {
    const bool all = all_;
    const std::uint32_t* const lines = lines_.data();
    for (std::size_t i = begin; i < end; ++i) visit(all ? i : lines[i]);
  }

  /// The values of the kept lines, behind those of `to`.
  template <class T>
  void append_to(std::vector<T>& to, std::span<const T> column) const {
    to.reserve(to.size() + count());
    if (all_) {
      to.insert(to.end(), column.begin(), column.end());
    } else {
      for (const std::uint32_t line : lines_) to.push_back(column[line]);
    }
  }

  /// Whether a kept line has a value of the column.
  bool any_known(std::span<const double> column) const;

  /// The interned numbers of the texts that kept lines name, by code; the last one is that of the
  /// empty text, which is interned where a line tells none. A stop request is not looked at.
  std::vector<std::uint32_t> numbers_of(const TextColumn& column, Interner& ids,
                                        const Execution& execution) const;

 private:
  static bool keeps_all(const PurchaseColumns& columns, const Execution& execution);
  std::vector<char> named(const TextColumn& column, const Execution& execution) const;

  std::size_t size_;
  bool all_ = true;                   ///< each line counts
  std::vector<std::uint32_t> lines_;  ///< else those that do
  LeftOut left_out_;
};

/// Numbers of the texts of columns, as of `KeptLines::numbers_of`.
struct TextNumbers {
  std::vector<std::uint32_t> account;
  std::vector<std::uint32_t> product;
  std::vector<std::uint32_t> order;
};

/// Throws as `DatasetBuilder::add` says.
void validate(const PurchaseColumns& columns, const Execution& execution);

/// Adds the kept values of a column, or `otherwise` for each line where it is empty.
template <class T>
void append(std::vector<T>& to, std::span<const T> column, const KeptLines& kept, T otherwise) {
  if (column.empty()) {
    to.resize(to.size() + kept.count(), otherwise);
  } else {
    kept.append_to(to, column);
  }
}

/// One form for values that compare equal or are unknown, so that equal lines are equal bytes.
inline double normalized(double value) { return is_known(value) ? value + 0.0 : unknown; }

/// The same for prices and costs: normalized.
inline void append_amounts(std::vector<double>& to, std::span<const double> column,
                           const KeptLines& kept) {
  const std::size_t before = to.size();
  append(to, column, kept, unknown);
  for (double& amount : std::span(to).subspan(before)) amount = normalized(amount);
}

/// The place in `numbers_of` of a line's text.
inline std::size_t place(const TextColumn& column, std::size_t line) {
  return std::min<std::size_t>(column.codes.empty() ? TextColumn::none : column.codes[line],
                               column.texts.size());
}

/// Adds the numbers of the kept lines' texts.
template <class Index>
void append(std::vector<Index>& to, const TextColumn& column, const KeptLines& kept,
            const std::vector<std::uint32_t>& numbers) {
  to.reserve(to.size() + kept.count());
  kept.for_each(
      [&](std::size_t line) { to.push_back(static_cast<Index>(numbers[place(column, line)])); });
}

/// Tells `names` those of the kept lines, whose ids have these numbers.
inline void hear_names(ToldNames& names, const TextColumn& column, const KeptLines& kept,
                       const TextColumn& ids, const std::vector<std::uint32_t>& numbers,
                       std::span<const Time> times) {
  if (column.codes.empty()) return;
  kept.for_each([&](std::size_t line) {
    const std::size_t at = place(column, line);
    if (at < column.texts.size()) {
      names.hear(numbers[place(ids, line)], times[line], column.texts[at]);
    }
  });
}

}  // namespace upcross::detail
