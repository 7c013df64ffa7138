#include "scoring/scan_pass.hpp"

#include <algorithm>
#include <bit>
#include <string>
#include <string_view>

#include <upcross/core/error.hpp>

#include "scoring/codes.hpp"

namespace upcross {

using kernels::scan_group;
using kernels::scan_rows;

namespace {

constexpr int query_code_limit = 127;

void check(bool good, std::size_t number, std::string_view fault) {
  if (good) return;
  throw Error(ErrorCode::invalid_argument,
              "top_k: query " + std::to_string(number) + " " + std::string(fault));
}

}  // namespace

ScanPass::ScanPass(const ScanTable::Layout& table, const ScanFilter& filter, std::size_t capacity)
    : table_(table),
      filter_(filter),
      capacity_(capacity),
      values_(capacity_ * table.stride),
      codes_(capacity_ * table.shape.groups * scan_group),
      excess_(capacity_ * table.stages),
      rest_(capacity_ * table.stages),
      barred_(capacity_ * table.blocks.size()) {}

void ScanPass::run(std::span<const TopKQuery> queries, std::size_t k, const std::stop_token& stop,
                   std::size_t first) {
  for (std::size_t b = 0; b < table_.blocks.size(); ++b) {
    std::fill_n(barred_.data() + b * capacity_, queries.size(), filter_.barred[b]);
  }
  const std::size_t capacity = std::min(k, filter_.attainable);
  active_.clear();
  for (std::size_t q = 0; q < queries.size(); ++q) {
    prepare(queries[q], q, first + q);
    best_[q].reset(capacity, filter_.per_category, filter_.category);
    if (capacity > 0) active_.push_back(static_cast<std::uint32_t>(q));
  }
  for (std::size_t b = 0; b < table_.blocks.size() && !active_.empty(); ++b) {
    if (stop.stop_requested()) return;
    choose(b);
    kernels::active().scan(table_.blocks[b], queries_.data(), chosen_.data(), chosen_count_,
                           table_.shape, rows_.data());
    offer(b);
  }
}

void ScanPass::prepare(const TopKQuery& query, std::size_t q, std::size_t number) {
  if (query.factors.size() != table_.factors) {
    check(false, number,
          "has " + std::to_string(query.factors.size()) + " factors, the table " +
              std::to_string(table_.factors));
  }
  const double norm = std::sqrt(square_norm(query.factors));
  check(std::isfinite(norm), number, "has a factor that is not finite");
  constexpr double largest = static_cast<double>(std::numeric_limits<float>::max()) / 16.0;
  check(norm * table_.norm + table_.largest_offset < largest, number,
        "has factors so large that scores could leave the range of float32");
  const std::span<float> values(values_.data() + q * table_.stride, table_.factors);
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = query.factors[table_.dimensions[k]];
  encode_query(values, norm, q);
  bar(query, q, number);
}

void ScanPass::encode_query(std::span<const float> values, double norm, std::size_t q) {
  const double share = largest_magnitude(values) / query_code_limit * table_.unit;
  const float scale = share >= least_scale ? rounded_up(share) : 0.0F;
  std::int8_t* codes = codes_.data() + q * table_.shape.groups * scan_group;
  std::int32_t* excess = excess_.data() + q * table_.stages;
  std::fill_n(excess, table_.stages, 0);
  double square = 0.0;
  const double own_scale = static_cast<double>(scale) / table_.unit;
  const std::size_t length = table_.shape.stage_groups * scan_group;
  const double lost = encode(values, own_scale, [&](std::size_t k, int code) {
    codes[k] = static_cast<std::int8_t>(code);
    excess[k / length] += kernels::active().code_limit * code;
    square += static_cast<double>(code) * code;
  });
  float* rest = rest_.data() + q * table_.stages;
  rest_norms(values, length, table_.stages, 1, rest);
  const double share_of_rounding = rounding_share(table_.factors) * norm;
  norms_[q] = rounded_up(norm + share_of_rounding);
  queries_[q] = {.codes = codes,
                 .excess = excess,
                 .rest = rest,
                 .scale = scale,
                 .code_norm = rounded_up(own_scale * std::sqrt(square)),
                 .code_error = rounded_up(lost + share_of_rounding),
                 .threshold = -std::numeric_limits<float>::infinity()};
}

std::uint64_t& ScanPass::barred_word(std::size_t q, std::uint32_t row) {
  return barred_[table_.slot_of_row[row] / scan_rows * capacity_ + q];
}

void ScanPass::bar(const TopKQuery& query, std::size_t q, std::size_t number) {
  const auto bit = [&](std::uint32_t row) {
    check(row < table_.rows, number, "names a product that is not in the table");
    return std::uint64_t{1} << table_.slot_of_row[row] % scan_rows;
  };
  if (query.allowed) {
    for (std::size_t b = 0; b < table_.blocks.size(); ++b) {
      barred_[b * capacity_ + q] = ~std::uint64_t{0};
    }
    for (const std::uint32_t row : *query.allowed) {
      const std::uint64_t own = bit(row);
      const bool eligible = (filter_.barred[table_.slot_of_row[row] / scan_rows] & own) == 0;
      if (eligible) barred_word(q, row) &= ~own;
    }
  }
  for (const std::uint32_t row : query.excluded) {
    const std::uint64_t own = bit(row);
    barred_word(q, row) |= own;
  }
}

/// Of the active queries, those that the block can improve; drops those that no later one can.
void ScanPass::choose(std::size_t b) {
  const BlockReach& reach = table_.reach[b];
  const float block_norm = table_.blocks[b].norm;
  chosen_count_ = 0;
  for (std::size_t i = 0; i < active_.size();) {
    const std::uint32_t q = active_[i];
    const float product = norms_[q] * block_norm;
    const float threshold = queries_[q].threshold;
    if (product + reach.later_offset + reach.later_rounding < threshold) {
      active_[i] = active_.back();
      active_.pop_back();
      continue;
    }
    const bool open = barred_[b * capacity_ + q] != ~std::uint64_t{0};
    chosen_[chosen_count_] = q;
    chosen_count_ += open && product + reach.offset + reach.rounding >= threshold ? 1 : 0;
    ++i;
  }
}

/// The rows of a block on their way into the cache: each is far from the last one that was read.
void ScanPass::prefetch(std::size_t b, std::uint64_t rows) const {
  for (; rows != 0; rows &= rows - 1) {
    const float* row =
        table_.block_values(b) + static_cast<std::size_t>(std::countr_zero(rows)) * table_.stride;
    for (std::size_t k = 0; k < table_.stride; k += 16) __builtin_prefetch(row + k);
  }
}

/// Scores the rows that the scan of a block left.
void ScanPass::offer(std::size_t b) {
  std::uint64_t needed = 0;
  for (std::size_t i = 0; i < chosen_count_; ++i) {
    rows_[i] &= ~barred_[b * capacity_ + chosen_[i]];
    needed |= rows_[i];
  }
  prefetch(b, needed);
  for (std::size_t i = 0; i < chosen_count_; ++i) {
    if (rows_[i] != 0) offer_rows(b, chosen_[i], rows_[i]);
  }
}

void ScanPass::offer_rows(std::size_t b, std::uint32_t q, std::uint64_t rows) {
  std::array<float, scan_rows> products;
  kernels::active().products(table_.block_values(b), table_.stride, rows,
                             values_.data() + q * table_.stride, products.data());
  for (; rows != 0; rows &= rows - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(rows));
    const std::size_t slot = b * scan_rows + i;
    best_[q].offer({table_.row_of_slot[slot], products[i] + table_.offsets[slot]});
  }
  queries_[q].threshold = best_[q].threshold();
}

}  // namespace upcross
