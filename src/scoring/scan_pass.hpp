#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include <upcross/scoring/top_k.hpp>

#include "scoring/best_rows.hpp"
#include "scoring/scan_filter.hpp"
#include "scoring/scan_layout.hpp"

namespace upcross {

/// Scans a table for up to `capacity` queries at a time, which share the blocks in the cache.
/// Holds all scratch: after the first pass another one for as long lists allocates nothing.
class ScanPass {
 public:
  static constexpr std::size_t most_queries = kernels::scan_queries;

  /// Keeps references to table and filter; capacity 1 .. most_queries.
  ScanPass(const ScanTable::Layout& table, const ScanFilter& filter, std::size_t capacity);

  /// Throws invalid_argument for a query that does not fit; `first` is the number of the first in
  /// messages. A stop request ends the pass early.
  void run(std::span<const TopKQuery> queries, std::size_t k, const std::stop_token& stop,
           std::size_t first = 0);

  /// The list of the `query`-th query of the last pass.
  std::span<const ScoredRow> list(std::size_t query) { return best_[query].sorted(); }

 private:
  void prepare(const TopKQuery& query, std::size_t q, std::size_t number);
  void encode_query(std::span<const float> values, double norm, std::size_t q);
  void bar(const TopKQuery& query, std::size_t q, std::size_t number);
  std::uint64_t& barred_word(std::size_t q, std::uint32_t row);
  void choose(std::size_t block);
  void prefetch(std::size_t block, std::uint64_t rows) const;
  void offer(std::size_t block);
  void offer_rows(std::size_t block, std::uint32_t q, std::uint64_t rows);

  const ScanTable::Layout& table_;
  const ScanFilter& filter_;
  std::size_t capacity_;
  Buffer<float> values_;          ///< capacity x stride
  Buffer<std::int8_t> codes_;     ///< capacity x groups x scan_group
  Buffer<std::int32_t> excess_;   ///< capacity x stages
  Buffer<float> rest_;            ///< capacity x stages
  Buffer<std::uint64_t> barred_;  ///< blocks x capacity, a bit for each slot
  std::array<kernels::ScanQuery, most_queries> queries_{};
  std::array<float, most_queries> norms_{};  ///< with what rounding adds
  std::array<BestRows, most_queries> best_;
  std::vector<std::uint32_t> active_;  ///< queries that later blocks can still improve
  std::array<std::uint32_t, most_queries> chosen_{};
  std::array<std::uint64_t, most_queries> rows_{};
  std::size_t chosen_count_ = 0;
};

}  // namespace upcross
