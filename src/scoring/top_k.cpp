#include <algorithm>
#include <cmath>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/scoring/top_k.hpp>

#include "scoring/codes.hpp"
#include "scoring/scan_pass.hpp"

namespace upcross {
namespace {

/// The lists of all queries, each row and score made a `Scored` whose index is an `Index`.
template <class Scored, class Index>
std::vector<std::vector<Scored>> best_lists(const ScanTable& table,
                                            std::span<const TopKQuery> queries, std::size_t k,
                                            const TopKFilter& filter, const Execution& execution) {
  const ScanFilter prepared = scan_filter(table.layout(), filter);
  std::vector<std::vector<Scored>> results(queries.size());
  const std::size_t capacity = std::clamp<std::size_t>(queries.size(), 1, ScanPass::most_queries);
  const std::size_t passes = (queries.size() + capacity - 1) / capacity;
  std::vector<std::optional<ScanPass>> workers(execution.threads_for(passes));
  parallel_for(execution, passes, [&](std::size_t pass, unsigned worker) {
    if (!workers[worker]) workers[worker].emplace(table.layout(), prepared, capacity);
    const std::size_t begin = pass * capacity;
    const auto part = queries.subspan(begin, std::min(capacity, queries.size() - begin));
    workers[worker]->run(part, k, execution.stop, begin);
    for (std::size_t q = 0; q < part.size(); ++q) {
      const std::span<const ScoredRow> list = workers[worker]->list(q);
      results[begin + q].reserve(list.size());
      for (const auto& [row, score] : list) {
        results[begin + q].push_back({static_cast<Index>(row), score});
      }
    }
  });
  execution.throw_if_stopped("top_k");
  return results;
}

/// The rows scaled to norm 1; a row of zeros stays one.
Matrix normalized(const Matrix& rows) {
  Matrix result(rows.rows(), rows.cols());
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const double norm = std::sqrt(square_norm(rows.row(i)));
    const double scale = norm > 0.0 ? 1.0 / norm : 0.0;
    std::ranges::transform(rows.row(i), result.row(i).begin(), [&](float v) {
      return static_cast<float>(scale * static_cast<double>(v));
    });
  }
  return result;
}

}  // namespace

std::vector<std::vector<ScoredProduct>> top_k(const ScanTable& products,
                                              std::span<const TopKQuery> queries, std::size_t k,
                                              const TopKFilter& filter,
                                              const Execution& execution) {
  return best_lists<ScoredProduct, ProductIndex>(products, queries, k, filter, execution);
}

std::vector<std::vector<ScoredProduct>> top_k(const Matrix& product_factors,
                                              std::span<const TopKQuery> queries, std::size_t k,
                                              const TopKFilter& filter,
                                              const Execution& execution) {
  return top_k(ScanTable(product_factors, {}, execution), queries, k, filter, execution);
}

std::vector<std::vector<ScoredAccount>> top_accounts(const ScanTable& accounts,
                                                     std::span<const TopKQuery> queries,
                                                     std::size_t k, const TopKFilter& filter,
                                                     const Execution& execution) {
  return best_lists<ScoredAccount, AccountIndex>(accounts, queries, k, filter, execution);
}

std::vector<std::vector<ScoredProduct>> similar_products(const Matrix& product_factors,
                                                         std::span<const ProductIndex> products,
                                                         std::size_t k, const TopKFilter& filter,
                                                         const Execution& execution) {
  const Matrix directions = normalized(product_factors);
  std::vector<std::uint32_t> own;
  own.reserve(products.size());
  for (const ProductIndex product : products) {
    if (position(product) >= directions.rows()) {
      throw Error(ErrorCode::invalid_argument,
                  "similar_products: a product is not in the table of factors");
    }
    own.push_back(static_cast<std::uint32_t>(position(product)));
  }
  std::vector<TopKQuery> queries;
  queries.reserve(own.size());
  for (const std::uint32_t& p : own) queries.push_back({directions.row(p), {&p, 1}});
  return top_k(directions, queries, k, filter, execution);
}

}  // namespace upcross
