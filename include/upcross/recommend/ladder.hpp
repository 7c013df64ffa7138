#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <upcross/core/ids.hpp>
#include <upcross/data/dataset.hpp>

namespace upcross {

/// Which columns of the catalogue make families and steps; empty = the best that it tells.
struct LadderOptions {
  /// family, category, subcategory, brand or name. Default: family if any product tells one, else
  /// subcategory.
  std::string family = {};
  /// tier, size, pack or list_price. Default: tier if any product tells one, else list_price per
  /// comparable unit (per size, per piece where the size is not told).
  std::string step = {};
};

/// The products of each family in the order of their step. Immutable; safe for concurrent use.
class Ladders {
 public:
  /// `family` holds a number per product, 0 .. F-1 without gaps, or no_family where it is on no
  /// ladder; `step` its step.
  Ladders(std::vector<std::uint32_t> family, std::vector<double> step, bool declared);

  static constexpr std::uint32_t no_family = static_cast<std::uint32_t>(-1);

  std::size_t family_count() const noexcept { return starts_.size() - 1; }

  /// 0 .. family_count()-1, or no_family.
  std::uint32_t family_of(ProductIndex product) const { return family_[position(product)]; }

  /// > 0 on a ladder, else unknown. Only comparable within a family.
  double step(ProductIndex product) const { return step_[position(product)]; }

  /// The products of a family, lowest step first; equal steps in the order of their indexes.
  std::span<const ProductIndex> rungs(std::uint32_t family) const {
    return std::span(rungs_).subspan(starts_[family], starts_[family + 1] - starts_[family]);
  }

  /// Whether somebody said what a family is: the catalogue by its column family, or the caller.
  bool declared() const noexcept { return declared_; }

 private:
  std::vector<std::uint32_t> family_;
  std::vector<double> step_;
  std::vector<std::size_t> starts_;
  std::vector<ProductIndex> rungs_;
  bool declared_;
};

/// Throws invalid_argument for a column that is not one of those named above.
void validate(const LadderOptions& options);

/// The ladders of the catalogue. A product without family or without a step above 0 is on none.
/// O(P log P). Throws what `validate` throws.
Ladders build_ladders(const Dataset& data, const LadderOptions& options = {});

}  // namespace upcross
