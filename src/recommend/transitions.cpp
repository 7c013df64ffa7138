#include "recommend/transitions.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>

#include "recommend/families.hpp"

namespace upcross {
namespace {

constexpr double recent_half_life = 20.0;
constexpr double half_life = 60.0;
constexpr double most_days = half_life / std::numbers::ln2;  ///< of an account, aged
constexpr double smoothing_accounts = 20.0;

/// Numbers of the accounts' segments, from 1; 0 where none is told.
std::vector<std::uint32_t> segments(const Dataset& data) {
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  std::vector<std::uint32_t> result(data.account_count());
  for (std::size_t a = 0; a < result.size(); ++a) {
    const std::string& name = data.account(static_cast<AccountIndex>(a)).segment;
    const auto next = static_cast<std::uint32_t>(numbers.size() + 1);
    if (!name.empty()) result[a] = numbers.emplace(name, next).first->second;
  }
  return result;
}

double weight(Day day, Day before, double half_life_days) {
  return std::exp2(-static_cast<double>((before - day).count()) / half_life_days);
}

}  // namespace

Transitions::Transitions(const Dataset& data, const History& history, const Ladders& ladders,
                         Day before)
    : ladders_(ladders),
      before_(before),
      segment_(segments(data)),
      product_count_(data.product_count()),
      first_buys_(product_count_),
      recent_first_buys_(product_count_) {
  for (std::size_t a = 0; a < history.account_count(); ++a) count_account(a, history.of(a));
}

void Transitions::count_account(std::size_t account, std::span<const Bought> bought) {
  bool known = false;
  for (const Bought& one : bought) {
    if (one.first >= before_) continue;
    known = true;
    first_buys_[position(one.product)] += weight(one.first, before_, half_life);
    recent_first_buys_[position(one.product)] += weight(one.first, before_, recent_half_life);
  }
  if (known) all_days_ += most_days;
  const std::vector<Bought> own = by_family(bought, ladders_, before_);
  for (const std::span<const Bought> family : families_of(own, ladders_)) {
    count_family(0, family);
    if (segment_[account] != 0) count_family(segment_[account], family);
  }
}

void Transitions::count_family(std::uint32_t segment, std::span<const Bought> bought) {
  const Day start = std::ranges::min(bought, {}, &Bought::first).first;
  const std::uint64_t family = family_source(segment, ladders_.family_of(bought.front().product));
  count_owner(family, start);
  for (const Bought& to : bought) {
    count_step(family, start, to);
    const std::uint64_t own = product_source(segment, to.product);
    count_owner(own, to.first);
    for (const Bought& later : bought) {
      if (later.product != to.product) count_step(own, to.first, later);
    }
  }
}

void Transitions::count_owner(std::uint64_t source, Day since) {
  Rate& rate = owners_[source];
  rate.days += days_since(since);
  ++rate.accounts;
}

void Transitions::count_step(std::uint64_t source, Day since, const Bought& to) {
  Rate& rate = steps_[source * product_count_ + position(to.product)];
  rate.days += days_since(std::max(since, to.first));
  if (to.first <= since) return;
  rate.events += weight(to.first, before_, half_life);
  ++rate.accounts;
}

std::uint64_t Transitions::product_source(std::uint32_t segment, ProductIndex from) const {
  return std::uint64_t{segment} * (product_count_ + ladders_.family_count()) + position(from);
}

std::uint64_t Transitions::family_source(std::uint32_t segment, std::uint32_t family) const {
  return std::uint64_t{segment} * (product_count_ + ladders_.family_count()) + product_count_ +
         family;
}

double Transitions::days_since(Day day) const {
  return most_days * (1.0 - weight(day, before_, half_life));
}

double Transitions::log_recent(ProductIndex product) const {
  return std::log(recent_first_buys_[position(product)] + 0.5);
}

double Transitions::smoothed(std::uint64_t source, ProductIndex to, double prior) const {
  constexpr double days = smoothing_accounts * most_days;
  const auto owners = owners_.find(source);
  if (owners == owners_.end()) return prior;
  const auto found = steps_.find(source * product_count_ + position(to));
  const Rate step = found == steps_.end() ? Rate{} : found->second;
  return (step.events + days * prior) / (owners->second.days - step.days + days);
}

double Transitions::log_lift(AccountIndex account, ProductIndex from, ProductIndex to) const {
  const double everybody = first_buys_[position(to)] / all_days_;
  double rate = smoothed(family_source(0, ladders_.family_of(to)), to, everybody);
  rate = smoothed(product_source(0, from), to, rate);
  const std::uint32_t segment = segment_[position(account)];
  if (segment != 0) rate = smoothed(product_source(segment, from), to, rate);
  return std::log(rate / everybody);
}

WentOn Transitions::went_on(ProductIndex from, ProductIndex to) const {
  const std::uint64_t source = product_source(0, from);
  const auto owners = owners_.find(source);
  const auto steps = steps_.find(source * product_count_ + position(to));
  return {steps == steps_.end() ? 0 : steps->second.accounts,
          owners == owners_.end() ? 0 : owners->second.accounts};
}

}  // namespace upcross
