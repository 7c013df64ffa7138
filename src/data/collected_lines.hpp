#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/data/purchase_columns.hpp>
#include <upcross/data/purchases.hpp>

#include "data/interner.hpp"
#include "data/kept_lines.hpp"
#include "data/told_names.hpp"

namespace upcross::detail {

/// Purchase lines in the order in which they come, with numbers of ids in the order in which the
/// ids were first seen.
class CollectedLines {
 public:
  CollectedLines() { orders_.intern({}); }

  /// Adds a line that is valid and counts.
  void add(const Purchase& purchase);

  /// Adds those lines of valid columns that count, each column by one thread.
  void add(const PurchaseColumns& columns, const KeptLines& kept, const Execution& execution);

  std::size_t size() const noexcept { return lines_.size(); }

  /// Takes over all texts of those lines of valid columns that count and tells their interned
  /// numbers. A stop request is not looked at.
  TextNumbers intern(const PurchaseColumns& columns, const KeptLines& kept,
                     const Execution& execution);

  /// Says that the lines added from here on are another export.
  void begin_export() {
    if (lines_.size() > 0) ++export_number_;
  }

  struct Sorted {
    Purchases lines;
    std::size_t repeats;  ///< lines that another export has too and are left out
  };

  /// The lines in canonical order, whose accounts and products are positions in these orders of the
  /// interned numbers. Nothing is left of the lines. A stop request throws stopped.
  Sorted take(const std::vector<std::uint32_t>& account_order,
              const std::vector<std::uint32_t>& product_order, const Execution& execution);

  /// The same of the lines of columns alone, whose texts have these interned numbers.
  Purchases sorted(const PurchaseColumns& columns, const KeptLines& kept, TextNumbers numbers,
                   const std::vector<std::uint32_t>& account_order,
                   const std::vector<std::uint32_t>& product_order,
                   const Execution& execution) const;

  Interner accounts;
  Interner products;
  ToldNames account_names;
  ToldNames product_names;

 private:
  using Steps = std::vector<std::function<void()>>;

  Steps steps_to_add(const PurchaseColumns& columns, const KeptLines& kept,
                     const TextNumbers& numbers);
  template <class T>
  void add_optional(std::vector<T>& column, bool is_told, T value, T otherwise);
  void check_room(std::size_t more) const;
  void make_room(std::size_t size);

  Interner orders_;
  Purchases lines_;  ///< `order` and `unit_cost` are empty until a line tells one
  std::uint32_t export_number_ = 0;
  std::vector<std::uint32_t> exports_;  ///< of each line; empty while there is only one
};

}  // namespace upcross::detail
