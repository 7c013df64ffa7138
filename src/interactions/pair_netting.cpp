#include "interactions/pair_netting.hpp"

#include <algorithm>
#include <chrono>

namespace upcross::detail {

std::span<const double> PairNetting::net(LineRange pair) {
  LineRange before = pair;
  while (before.end > pair.begin && !(lines_.time[before.end - 1] < as_of_)) --before.end;
  left_out_[LeftOutReason::not_before_as_of] += pair.end - before.end;
  const std::span quantities =
      std::span(lines_.quantity).subspan(before.begin, before.end - before.begin);
  if (std::ranges::none_of(quantities, [](double pieces) { return pieces < 0.0; })) {
    return quantities;
  }
  take_all_back(before);
  return remaining_;
}

void PairNetting::take_all_back(LineRange pair) {
  const auto day = [&](std::size_t line) {
    return std::chrono::floor<std::chrono::days>(lines_.time[line]);
  };
  begin_ = pair.begin;
  remaining_.assign(pair.end - pair.begin, 0.0);
  open_.clear();
  for (std::size_t begin = pair.begin; begin < pair.end;) {
    std::size_t end = begin;
    while (end < pair.end && day(end) == day(begin)) ++end;
    // Lines by the day do not tell what came first: a return follows a purchase.
    for (std::size_t i = begin; i < end; ++i) buy(i);
    for (std::size_t i = begin; i < end; ++i) take_back(i);
    begin = end;
  }
}

void PairNetting::buy(std::size_t line) {
  if (lines_.quantity[line] <= 0.0) return;
  remaining_[line - begin_] = lines_.quantity[line];
  open_.push_back(line);
}

void PairNetting::take_back(std::size_t line) {
  constexpr double dust = 1e-9;
  double left = -lines_.quantity[line];
  if (left <= 0.0) return;
  const double all = left;
  const bool nothing = open_.empty();
  ++left_out_[nothing ? LeftOutReason::return_without_purchase : LeftOutReason::return_line];
  while (left > dust * all && !open_.empty()) {
    double& remaining = remaining_[open_.back() - begin_];
    const double taken = std::min(remaining, left);
    remaining -= taken;
    left -= taken;
    // Fractions do not add up exactly: 0.1 + 0.2 - 0.3 leaves dust.
    if (remaining > dust * lines_.quantity[open_.back()]) return;
    remaining = 0.0;
    ++left_out_[LeftOutReason::returned];
    open_.pop_back();
  }
}

}  // namespace upcross::detail
