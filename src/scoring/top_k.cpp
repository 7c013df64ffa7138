#include <algorithm>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/scoring/top_k.hpp>

#include "kernels/table.hpp"

namespace upcross {
namespace {

/// A few accounts share the products that are in the cache.
constexpr std::size_t tile_queries = 16;
constexpr std::size_t tile_products = 256;

void check(bool good, const std::string& message) {
  if (!good) throw Error(ErrorCode::invalid_argument, "top_k: " + message);
}

void validate(const Matrix& factors, std::span<const TopKQuery> queries, const TopKFilter& filter) {
  check(filter.eligible.size() == factors.rows(), "there must be one flag per product");
  check(filter.per_category == 0 || filter.category.size() == factors.rows(),
        "there must be one category per product");
  for (const TopKQuery& query : queries) {
    check(query.factors.size() == factors.cols(),
          "an account has " + std::to_string(query.factors.size()) + " factors, the products " +
              std::to_string(factors.cols()));
    check(query.excluded.empty() || query.excluded.back() < factors.rows(),
          "an excluded product is outside the model");
  }
}

bool is_better(const ScoredProduct& a, const ScoredProduct& b) {
  return a.score != b.score ? a.score > b.score : a.product < b.product;
}

/// The scores of up to `tile_queries` accounts for all products.
class Tile {
 public:
  explicit Tile(const Matrix& factors) : factors_(factors), scores_(tile_queries, factors.rows()) {}

  void score(std::span<const TopKQuery> queries) {
    for (std::size_t begin = 0; begin < factors_.rows(); begin += tile_products) {
      const std::size_t count = std::min(tile_products, factors_.rows() - begin);
      for (std::size_t q = 0; q < queries.size(); ++q) {
        // One account at a time: its bytes do not depend on who else is asked for.
        kernels::active().scores(factors_.row(begin).data(), count, factors_.cols(),
                                 queries[q].factors.data(), scores_.row(q).data() + begin);
      }
    }
  }

  std::span<const float> scores(std::size_t query) const { return scores_.row(query); }

 private:
  const Matrix& factors_;
  Matrix scores_;
};

std::vector<ScoredProduct> candidates(const TopKQuery& query, std::span<const float> scores,
                                      const std::vector<bool>& eligible) {
  std::vector<ScoredProduct> result;
  auto excluded = query.excluded.begin();
  for (std::size_t p = 0; p < scores.size(); ++p) {
    while (excluded != query.excluded.end() && *excluded < p) ++excluded;
    const bool out = excluded != query.excluded.end() && *excluded == p;
    if (!out && eligible[p]) result.push_back({static_cast<ProductIndex>(p), scores[p]});
  }
  return result;
}

/// Takes the best candidate again and again; one whose category is full is passed over.
std::vector<ScoredProduct> best(std::vector<ScoredProduct> heap, std::size_t k,
                                const TopKFilter& filter) {
  const auto is_worse = [](const auto& a, const auto& b) { return is_better(b, a); };
  std::ranges::make_heap(heap, is_worse);
  std::vector<ScoredProduct> result;
  while (result.size() < k && !heap.empty()) {
    std::ranges::pop_heap(heap, is_worse);
    const ScoredProduct next = heap.back();
    heap.pop_back();
    const auto same_category = [&](const ScoredProduct& other) {
      return filter.category[position(other.product)] == filter.category[position(next.product)];
    };
    if (filter.per_category > 0 && std::ranges::count_if(result, same_category) >=
                                       static_cast<std::ptrdiff_t>(filter.per_category)) {
      continue;
    }
    result.push_back(next);
  }
  return result;
}

}  // namespace

std::vector<std::vector<ScoredProduct>> top_k(const Matrix& product_factors,
                                              std::span<const TopKQuery> queries, std::size_t k,
                                              const TopKFilter& filter,
                                              const Execution& execution) {
  validate(product_factors, queries, filter);
  std::vector<std::vector<ScoredProduct>> results(queries.size());
  const std::size_t tiles = (queries.size() + tile_queries - 1) / tile_queries;
  std::vector<Tile> workers(execution.threads_for(tiles), Tile(product_factors));
  parallel_for(execution, tiles, [&](std::size_t tile, unsigned worker) {
    const std::size_t begin = tile * tile_queries;
    const auto part = queries.subspan(begin, std::min(tile_queries, queries.size() - begin));
    workers[worker].score(part);
    for (std::size_t q = 0; q < part.size(); ++q) {
      const std::span<const float> scores = workers[worker].scores(q);
      results[begin + q] = best(candidates(part[q], scores, filter.eligible), k, filter);
    }
  });
  if (execution.stop.stop_requested()) throw Error(ErrorCode::stopped, "top_k was stopped");
  return results;
}

}  // namespace upcross
