#include <algorithm>
#include <string_view>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>
#include <upcross/model/blend.hpp>

namespace upcross {
namespace {

template <class T>
std::string_view bytes_of(const T* values, std::size_t count) {
  return {reinterpret_cast<const char*>(values), count * sizeof(T)};
}

std::uint64_t fingerprint(const Blend::Parts& parts) {
  std::uint64_t state = parts.factors ? hash(parts.factors->id()) : 0;
  const float weights[] = {parts.factor_weight, parts.ease_weight, parts.neighbour_weight,
                           parts.forward_weight};
  state = hash(bytes_of(weights, std::size(weights)), state);
  state = hash(bytes_of(parts.popularity.data(), parts.popularity.size()), state);
  state = hash(bytes_of(parts.trend.data(), parts.trend.size()), state);
  if (parts.ease) state = hash(hexadecimal(parts.ease->fingerprint()), state);
  if (parts.neighbours) state = hash(hexadecimal(parts.neighbours->fingerprint()), state);
  if (parts.newcomers) state = hash(hexadecimal(parts.newcomers->fingerprint()), state);
  if (!parts.forward) return state;
  const Matrix& forward = parts.forward->weights();
  return hash(bytes_of(forward.data(), forward.rows() * forward.cols()), state);
}

/// The matrix factorization and nothing else.
bool is_plain(const Blend::Parts& parts) {
  const auto all = [](const std::vector<float>& values, float expected) {
    return std::ranges::all_of(values, [&](float v) { return v == expected; });
  };
  return parts.factors && !parts.ease && !parts.neighbours && !parts.forward && !parts.newcomers &&
         parts.factor_weight == 1.0F && all(parts.popularity, 0.0F) && all(parts.trend, 1.0F);
}

}  // namespace

Blend blend_of(std::shared_ptr<const FactorModel> factors) {
  Blend::Parts parts;
  parts.products = factors->product_factors().rows();
  parts.factors = std::move(factors);
  parts.factor_weight = 1.0F;
  parts.popularity.assign(parts.products, 0.0F);
  parts.trend.assign(parts.products, 1.0F);
  return Blend(std::move(parts));
}

Blend::Blend(Parts parts) : parts_(std::make_shared<const Parts>(std::move(parts))) {
  if (parts_->popularity.size() != parts_->products || parts_->trend.size() != parts_->products) {
    throw Error(ErrorCode::invalid_argument,
                "Blend: popularity and trend have " + std::to_string(parts_->popularity.size()) +
                    " and " + std::to_string(parts_->trend.size()) + " numbers, expected " +
                    std::to_string(parts_->products));
  }
  id_ = is_plain(*parts_) ? parts_->factors->id() : hexadecimal(fingerprint(*parts_));
}

bool Blend::is_factorization() const noexcept {
  const Newcomers* newcomers = parts_->newcomers.get();
  return parts_->factors && !parts_->ease && !parts_->neighbours && !parts_->forward &&
         (newcomers == nullptr || newcomers->parts().products.rows.empty() ||
          newcomers->parts().factors == parts_->factors);
}

bool Blend::is_popularity_alone() const noexcept {
  return !parts_->factors && !parts_->ease && !parts_->neighbours && !parts_->forward;
}

AccountView Blend::account(const History& history, const InteractionMatrix& interactions,
                           AccountIndex account) const {
  const std::size_t a = position(account);
  AccountView view{history.as_of(), history.of(a), interactions.by_account().row(a), {}, {}};
  if (parts_->factors) view.factors = parts_->factors->account_factors().row(a);
  if (parts_->newcomers)
    view.prior = parts_->newcomers->account(account, view.interactions.size() == 0);
  return view;
}

void Blend::score(const AccountView& account, std::span<float> affinities) const {
  const Parts& parts = *parts_;
  const Newcomers* newcomers = parts.newcomers.get();
  if (newcomers != nullptr && account.prior.is_new) {
    return newcomers->score(account.prior, affinities);
  }
  std::ranges::copy(parts.popularity, affinities.begin());
  if (parts.factors) {
    parts.factors->add_affinities(account.factors, parts.factor_weight, affinities);
  }
  const auto own = account.interactions.indexes;
  if (parts.ease) parts.ease->add_scores(own, parts.ease_weight, affinities);
  if (parts.neighbours) parts.neighbours->add_scores(own, parts.neighbour_weight, affinities);
  if (parts.forward) {
    parts.forward->add_scores(account.bought, account.as_of, parts.forward_weight, affinities);
  }
  for (std::size_t p = 0; p < parts.products; ++p) affinities[p] *= parts.trend[p];
  if (newcomers != nullptr) newcomers->score_products(account.prior, affinities);
}

bool Blend::is_of_newcomers(const AccountView& account, ProductIndex product) const {
  return account.prior.is_new || (parts_->newcomers && parts_->newcomers->is_new(product));
}

double Blend::affinity(const AccountView& account, ProductIndex product) const {
  const Parts& parts = *parts_;
  if (is_of_newcomers(account, product)) {
    return parts.newcomers->affinity(account.prior, product).sum();
  }
  const auto to = static_cast<std::uint32_t>(product);
  double sum = popularity(account, product);
  if (parts.factors) {
    sum += static_cast<double>(parts.factor_weight) *
           upcross::affinity(account.factors, parts.factors->product_factors().row(to));
  }
  for (const Bought& one : account.bought) sum += static_cast<double>(direct(account, one, to));
  return sum * static_cast<double>(parts.trend[to]);
}

float Blend::direct(const AccountView& account, const Bought& one, std::uint32_t to) const {
  const Parts& parts = *parts_;
  const auto from = static_cast<std::uint32_t>(one.product);
  float sum = 0.0F;
  if (parts.ease) sum += parts.ease_weight * parts.ease->weight(from, to);
  if (parts.neighbours) sum += parts.neighbour_weight * parts.neighbours->weight(from, to);
  if (parts.forward) {
    sum += parts.forward_weight *
           parts.forward->contribution(one, account.as_of, static_cast<ProductIndex>(to));
  }
  return sum;
}

double Blend::popularity(const AccountView& account, ProductIndex product) const {
  const std::size_t p = position(product);
  double sum = static_cast<double>(parts_->popularity[p]);
  if (!parts_->forward) return sum;
  return sum +
         static_cast<double>(parts_->forward_weight) *
             static_cast<double>(parts_->forward->base(account.bought, account.as_of, product));
}

BlendExplainer::BlendExplainer(const Blend& blend, const AccountView& account) : blend_(blend) {
  turn_to(account);
}

void BlendExplainer::turn_to(const AccountView& account) {
  account_ = account;
  if (!blend_.parts().factors || account.interactions.size() == 0) return;
  if (factors_) return factors_->turn_to(account.interactions);
  factors_.emplace(*blend_.parts().factors, account.interactions);
}

std::vector<double> BlendExplainer::contributions(ProductIndex product) const {
  return contributions(std::span(&product, 1));
}

std::vector<double> BlendExplainer::contributions(std::span<const ProductIndex> products) const {
  const Blend::Parts& parts = blend_.parts();
  const std::size_t own = account_.bought.size();
  std::vector<double> result(products.size() * own, 0.0);
  if (factors_ && account_.interactions.size() > 0) {
    result = factors_->contributions(products);
    for (double& part : result) part *= static_cast<double>(parts.factor_weight);
  }
  for (std::size_t i = 0; i < products.size(); ++i) {
    const auto to = static_cast<std::uint32_t>(products[i]);
    for (std::size_t j = 0; j < own; ++j) {
      result[i * own + j] += static_cast<double>(blend_.direct(account_, account_.bought[j], to));
    }
  }
  return result;
}

}  // namespace upcross
