#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace upcross {

/// Dense index of an account, 0 .. A-1, in the byte order of the account ids.
enum class AccountIndex : std::uint32_t {};

/// Dense index of a product, 0 .. P-1, in the byte order of the product ids.
enum class ProductIndex : std::uint32_t {};

/// Dense index of an order, 0 .. O-1, in the byte order of the order ids.
enum class OrderIndex : std::uint32_t {};

/// The position of an index in a table, as a plain number.
template <class Index>
constexpr std::size_t position(Index index) noexcept {
  return static_cast<std::size_t>(index);
}

/// Opaque UTF-8 ids and their dense indexes. Immutable; the ids lie end to end in one block.
template <class Index>
class IdTable {
 public:
  IdTable() = default;

  /// `ids` must be sorted by bytes and without duplicates. O(total length).
  explicit IdTable(const std::vector<std::string>& ids) {
    starts_.reserve(ids.size() + 1);
    for (const std::string& id : ids) {
      text_ += id;
      starts_.push_back(text_.size());
    }
  }

  std::size_t size() const noexcept { return starts_.size() - 1; }

  /// The id of `index`; lives as long as the table.
  std::string_view operator[](Index index) const noexcept { return at(position(index)); }

  /// The index of `id`, or nothing if it is unknown. O(log size).
  std::optional<Index> find(std::string_view id) const noexcept {
    const std::size_t found = lower_bound(id);
    if (found == size() || at(found) != id) return std::nullopt;
    return static_cast<Index>(found);
  }

  /// The position of the first id that is not less than `id`; `size()` if all are. O(log size).
  std::size_t lower_bound(std::string_view id) const noexcept {
    std::size_t begin = 0;
    std::size_t end = size();
    while (begin < end) {
      const std::size_t middle = begin + (end - begin) / 2;
      if (at(middle) < id) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    return begin;
  }

  /// Whether both tables give the same ids the same indexes.
  bool operator==(const IdTable&) const = default;

 private:
  std::string_view at(std::size_t i) const noexcept {
    return std::string_view(text_).substr(starts_[i], starts_[i + 1] - starts_[i]);
  }

  std::string text_;
  std::vector<std::size_t> starts_ = {0};
};

using AccountIds = IdTable<AccountIndex>;
using ProductIds = IdTable<ProductIndex>;

}  // namespace upcross
