#pragma once

#include <span>

#include <upcross/data/dataset.hpp>

namespace upcross {

/// The lines before a day; accounts, products and their indexes stay. O(N).
Dataset before(const Dataset& data, Day cut);

/// The same lines with the products' categories in the place of products; those of products that
/// have none or are left out are dropped. Returns count against the category. O(N log N).
Dataset by_category(const Dataset& data, std::span<const ProductIndex> left_out);

/// Accounts and products in each other's place; lines of products left out are dropped. O(N).
Dataset exchanged(const Dataset& data, std::span<const ProductIndex> left_out);

}  // namespace upcross
