#pragma once

#include <cstdint>
#include <vector>

#include <upcross/data/assess.hpp>

namespace upcross::detail {

AssessedLines assess_lines(const Dataset& data);
AssessedPairs assess_pairs(const Dataset& data);
/// Positions of the products that each buying account bought, rising.
using ProductsByAccount = std::vector<std::vector<std::uint32_t>>;

/// `AssessedPairs::beyond_chance` of these.
double beyond_chance(const ProductsByAccount& bought, std::size_t products);

AssessedBaskets assess_baskets(const Purchases& lines);
AssessedRevenue assess_revenue(const Dataset& data);

/// One flag per product or account: whether a line buys it, or it buys.
std::vector<bool> bought_products(const Dataset& data);
std::vector<bool> buying_accounts(const Dataset& data);

AssessedCatalogue assess_catalogue(const Dataset& data);
std::vector<ColumnCoverage> assess_columns(const Dataset& data);

/// One per kind, judged by all other parts of the assessment.
std::vector<KindAssessment> assess_kinds(const Assessment& facts);

}  // namespace upcross::detail
