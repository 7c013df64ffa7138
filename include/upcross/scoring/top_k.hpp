#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/core/ids.hpp>
#include <upcross/core/matrix.hpp>
#include <upcross/scoring/scan_table.hpp>

namespace upcross {

struct ScoredProduct {
  ProductIndex product;
  float score;

  bool operator==(const ScoredProduct&) const = default;
};

struct ScoredAccount {
  AccountIndex account;
  float score;

  bool operator==(const ScoredAccount&) const = default;
};

/// What `top_k` may return. Where accounts are looked for, they stand in the products' place.
struct TopKFilter {
  const std::vector<bool>& eligible;  ///< one flag per product
  std::size_t per_category = 0;       ///< at most so many products of one category; 0 = no cap
  std::span<const std::uint32_t> category = {};  ///< of each product; needed for a cap only
};

/// One account's question: its factors and the products it may or must not be offered.
struct TopKQuery {
  std::span<const float> factors;
  std::span<const std::uint32_t> excluded = {};                ///< product positions, in any order
  std::optional<std::span<const std::uint32_t>> allowed = {};  ///< only these; default: all
};

/// For each query the `k` eligible products of highest score, best first, exactly: equal scores
/// stand in the order of their indexes; fewer only where fewer are eligible. With a cap, a product
/// is passed over if `per_category` better ones of its category are in the list.
///
/// A score is factor_p * y_p rounded to float32, times x summed in float32, plus offset_p. It
/// differs from the exact value by at most (factors + 3) 2^-24 (|x| |factor_p y_p| + |offset_p|) +
/// 2^-126, and its bytes depend on that account, that product and the kernel level alone, so that
/// neither threads nor the other queries change a list.
///
/// Products are scanned by 8-bit codes in falling order of norm until Cauchy-Schwarz rules out the
/// rest (scan_table.hpp), never with an accounts x products table. Time: at most
/// queries * products * factors operations of 8 bits, usually a small part of it, and some hundred
/// float32 inner products per query. Memory per thread: a bit per product for each of up to 64
/// queries that are answered together.
///
/// Throws invalid_argument for shapes that do not fit, positions that are not in the table, factors
/// that are not finite, and where scores could leave the range of float32. A stop request is
/// honoured between blocks of 64 products and throws stopped.
std::vector<std::vector<ScoredProduct>> top_k(const ScanTable& products,
                                              std::span<const TopKQuery> queries, std::size_t k,
                                              const TopKFilter& filter,
                                              const Execution& execution = {});

/// The same for a table of factors that is prepared for this one call.
std::vector<std::vector<ScoredProduct>> top_k(const Matrix& product_factors,
                                              std::span<const TopKQuery> queries, std::size_t k,
                                              const TopKFilter& filter,
                                              const Execution& execution = {});

/// The reverse question: for each query, which holds a product's factors and the accounts to leave
/// out, the `k` eligible accounts of highest score; flags, exclusions and categories are accounts'.
std::vector<std::vector<ScoredAccount>> top_accounts(const ScanTable& accounts,
                                                     std::span<const TopKQuery> queries,
                                                     std::size_t k, const TopKFilter& filter,
                                                     const Execution& execution = {});

/// For each of `products` the `k` eligible others of highest cosine of their factors: `top_k` of
/// rows scaled to norm 1. A product whose factors are all 0 has the cosine 0 with every other.
std::vector<std::vector<ScoredProduct>> similar_products(const Matrix& product_factors,
                                                         std::span<const ProductIndex> products,
                                                         std::size_t k, const TopKFilter& filter,
                                                         const Execution& execution = {});

}  // namespace upcross
