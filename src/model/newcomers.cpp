#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>
#include <upcross/model/newcomers.hpp>

namespace upcross {
namespace {

template <class T>
std::uint64_t mixed_in(const T* values, std::size_t count, std::uint64_t state) {
  return hash(std::string_view(reinterpret_cast<const char*>(values), count * sizeof(T)), state);
}

std::uint64_t mixed_in(const ForetoldFactors& side, std::uint64_t state) {
  state = mixed_in(side.rows.data(), side.rows.size(), state);
  return mixed_in(side.factors.data(), side.factors.rows() * side.factors.cols(), state);
}

}  // namespace

Newcomers::Newcomers(Parts parts) : parts_(std::move(parts)) {
  const std::size_t products = parts_.factors->product_factors().rows();
  const bool fits = parts_.trend.size() == products && parts_.popularity.size() == products &&
                    parts_.novelty.size() == parts_.products.rows.size();
  if (fits) return;
  throw Error(ErrorCode::invalid_argument,
              "Newcomers: " + std::to_string(parts_.trend.size()) + " trends, " +
                  std::to_string(parts_.popularity.size()) + " popularities and " +
                  std::to_string(parts_.novelty.size()) + " novelties for " +
                  std::to_string(products) + " products, " +
                  std::to_string(parts_.products.rows.size()) + " of them without buyers");
}

std::uint64_t Newcomers::fingerprint() const {
  std::uint64_t state = mixed_in(&parts_.weight, 1, hash(parts_.factors->id()));
  state = mixed_in(parts_.accounts, state);
  state = mixed_in(parts_.products, state);
  for (const auto* values : {&parts_.novelty, &parts_.trend, &parts_.popularity}) {
    state = mixed_in(values->data(), values->size(), state);
  }
  return state;
}

Newcomers::Account Newcomers::account(AccountIndex account, bool is_new) const {
  const std::size_t a = position(account);
  return {is_new, is_new ? parts_.accounts.of(a) : parts_.factors->account_factors().row(a)};
}

void Newcomers::score(const Account& account, std::span<float> affinities) const {
  if (account.factors.empty()) {
    std::ranges::copy(parts_.popularity, affinities.begin());
    return;
  }
  using Vector = Eigen::VectorXf;
  const Eigen::Map<const Vector> x(account.factors.data(), std::ssize(account.factors));
  Eigen::Map<Vector>(affinities.data(), std::ssize(affinities)).noalias() =
      eigen_view(parts_.factors->product_factors()) * x;
  for (std::size_t p = 0; p < affinities.size(); ++p) affinities[p] *= parts_.trend[p];
  score_products(account, affinities);
}

void Newcomers::score_products(const Account& account, std::span<float> affinities) const {
  const ForetoldFactors& products = parts_.products;
  if (products.rows.empty()) return;
  if (account.factors.empty()) {
    for (const std::uint32_t p : products.rows) affinities[p] = parts_.popularity[p];
    return;
  }
  const Eigen::Map<const Eigen::VectorXf> x(account.factors.data(), std::ssize(account.factors));
  const Eigen::VectorXf similar = eigen_view(products.factors) * x;
  const float weight = account.is_new ? 1.0F : parts_.weight;
  for (std::size_t i = 0; i < products.rows.size(); ++i) {
    const std::uint32_t p = products.rows[i];
    affinities[p] =
        weight * parts_.trend[p] * parts_.novelty[i] * similar[static_cast<Eigen::Index>(i)];
  }
}

Newcomers::Sum Newcomers::affinity(const Account& account, ProductIndex product) const {
  const std::size_t p = position(product);
  if (account.factors.empty()) return {.popularity = static_cast<double>(parts_.popularity[p])};
  const auto trend = static_cast<double>(parts_.trend[p]);
  const auto found = std::ranges::lower_bound(parts_.products.rows, p);
  if (found == parts_.products.rows.end() || *found != p) {
    const double similar =
        upcross::affinity(account.factors, parts_.factors->product_factors().row(p));
    return {.similar_accounts = similar, .trend = similar * (trend - 1.0)};
  }
  const auto i = static_cast<std::size_t>(found - parts_.products.rows.begin());
  const double weight = account.is_new ? 1.0 : static_cast<double>(parts_.weight);
  return {.similar_products = weight * trend * static_cast<double>(parts_.novelty[i]) *
                              upcross::affinity(account.factors, parts_.products.factors.row(i))};
}

}  // namespace upcross
