#include <algorithm>
#include <cmath>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>
#include <upcross/model/factor_model.hpp>

#include "model/eigenbasis.hpp"

namespace upcross {
namespace {

void check(bool good, const char* expected) {
  if (!good) throw Error(ErrorCode::invalid_argument, std::string("FactorModel: ") + expected);
}

/// Rows of 0 that a run goes on over.
constexpr std::size_t longest_bridge = 2;

bool is_zero(std::span<const float> row) {
  return std::ranges::all_of(row, [](float value) { return value == 0.0F; });
}

/// Of the rows that are not 0: ids without interactions, which may come and go, do not matter.
template <class Index>
std::uint64_t fingerprint(const IdTable<Index>& ids, const Matrix& factors, std::uint64_t seed) {
  for (std::size_t i = 0; i < factors.rows(); ++i) {
    const std::span<const float> row = factors.row(i);
    if (is_zero(row)) continue;
    seed = hash(ids[static_cast<Index>(i)], seed);
    seed = hash({reinterpret_cast<const char*>(row.data()), row.size_bytes()}, seed);
  }
  return seed;
}

}  // namespace

FactorModel::FactorModel(Parts parts) : parts_(std::move(parts)) {
  check(parts_.account_ids && parts_.product_ids, "the id tables are missing");
  check(parts_.account_factors.rows() == parts_.account_ids->size() &&
            parts_.product_factors.rows() == parts_.product_ids->size(),
        "there must be a row of factors per account and per product");
  check(factors() > 0 && parts_.account_factors.cols() == factors() &&
            parts_.gram_eigenvalues.size() == factors(),
        "accounts, products and eigenvalues must have the same number of factors, at least 1");
  runs_ = runs_of(parts_.product_factors);
  const std::uint64_t key = fingerprint(*parts_.account_ids, parts_.account_factors, factors());
  id_ = hexadecimal(fingerprint(*parts_.product_ids, parts_.product_factors, key));
}

std::vector<FactorModel::Run> FactorModel::runs_of(const Matrix& factors) {
  std::vector<Run> runs;
  for (std::size_t p = 0; p < factors.rows(); ++p) {
    if (is_zero(factors.row(p))) continue;
    if (runs.empty() || runs.back().end + longest_bridge < p) runs.push_back({p, p});
    runs.back().end = p + 1;
  }
  return runs;
}

void FactorModel::add_affinities(std::span<const float> account, float scale,
                                 std::span<float> affinities) const {
  using Vector = Eigen::VectorXf;
  const Vector x = scale * Eigen::Map<const Vector>(account.data(), std::ssize(account));
  const auto table = eigen_view(parts_.product_factors);
  Eigen::Map<Vector> sum(affinities.data(), std::ssize(affinities));
  for (const auto& [begin, end] : runs_) {
    const auto first = static_cast<Eigen::Index>(begin);
    const auto count = static_cast<Eigen::Index>(end - begin);
    sum.segment(first, count).noalias() += table.middleRows(first, count) * x;
  }
}

std::vector<double> FactorModel::shared_diagonal(std::size_t interactions) const {
  std::vector<double> diagonal(factors());
  set_shared_diagonal(interactions, diagonal);
  return diagonal;
}

void FactorModel::set_shared_diagonal(std::size_t interactions, std::span<double> diagonal) const {
  const double weight = static_cast<double>(interactions) +
                        parts_.unobserved_weight * static_cast<double>(parts_.active_products);
  const double ridge = parts_.regularization * std::pow(weight, parts_.regularization_exponent);
  detail::set_shared_diagonal(parts_.gram_eigenvalues, parts_.unobserved_weight, ridge, diagonal);
}

double affinity(std::span<const float> account, std::span<const float> product) {
  double sum = 0.0;
  for (std::size_t i = 0; i < account.size(); ++i) {
    sum += static_cast<double>(account[i]) * static_cast<double>(product[i]);
  }
  return sum;
}

}  // namespace upcross
