#pragma once

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/upcross.hpp>

/// What batch_score tells the operator on standard error.
class BatchSummary {
 public:
  explicit BatchSummary(std::string_view currency) : currency_(currency) {}

  void show_suspected(const upcross::Dataset& data,
                      const std::vector<upcross::SuspectedNonGood>& suspected) const {
    constexpr std::size_t shown = 10;
    if (suspected.empty()) return;
    std::cerr
        << number(suspected.size())
        << " products look like no goods and are not offered (--keep-suspected keeps them):\n";
    for (std::size_t i = 0; i < std::min(shown, suspected.size()); ++i) {
      const upcross::SuspectedNonGood& one = suspected[i];
      std::cerr << "  " << (*data.product_ids())[one.product] << " " << data.name(one.product)
                << ": " << one.evidence << '\n';
    }
    if (suspected.size() > shown) std::cerr << "  and " << suspected.size() - shown << " more\n";
  }

  void show_interactions(const upcross::Dataset& data,
                         const upcross::InteractionMatrix& interactions) const {
    std::cerr << number(data.purchases().size() + lines(data.left_out())) << " purchase lines\n";
    for (std::size_t i = 0; i < upcross::left_out_reasons; ++i) {
      const auto reason = static_cast<upcross::LeftOutReason>(i);
      const std::size_t count = interactions.left_out()[reason];
      if (count > 0)
        std::cerr << "  left out, " << to_string(reason) << ": " << number(count) << '\n';
    }
    std::cerr << number(interactions.by_account().entries()) << " interactions of "
              << number(data.account_count()) << " accounts and " << number(data.product_count())
              << " products before " << upcross::iso(interactions.as_of()) << '\n';
  }

  void show_fit(const upcross::FitReport& report) const {
    if (report.loss.empty()) return;
    std::cerr << "loss " << spoken_number(report.loss.back(), 1, english) << " after "
              << report.loss.size() << " iterations\n";
  }

  void show_offers(const upcross::Recommendations& offers, double seconds) const {
    std::vector<upcross::AccountIndex> accounts;
    double value = 0.0;
    for (const upcross::Recommendation& row : offers.rows) {
      if (accounts.empty() || accounts.back() != row.account) accounts.push_back(row.account);
      if (upcross::is_known(row.order_value)) value += row.order_value;
    }
    std::cerr << number(offers.rows.size()) << " recommendations for " << number(accounts.size())
              << " accounts, worth " << spoken_money(value, currency_, english)
              << " if all were ordered\n"
              << spoken_number(seconds, 1, english) << " seconds\n";
  }

 private:
  static constexpr upcross::Language english = upcross::Language::english;

  static std::string number(std::size_t count) {
    return upcross::spoken_number(static_cast<double>(count), 0, english);
  }

  static std::size_t lines(const upcross::LeftOut& left_out) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < upcross::left_out_reasons; ++i) {
      sum += left_out[static_cast<upcross::LeftOutReason>(i)];
    }
    return sum;
  }

  std::string currency_;
};
