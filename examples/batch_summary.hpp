#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/upcross.hpp>

/// What batch_score tells the operator on standard error.
class BatchSummary {
 public:
  explicit BatchSummary(std::string_view currency) : currency_(currency) {}

  void show_bad_lines(const upcross::Dataset& data, const std::filesystem::path& file) const {
    std::cerr << number(data.bad_lines().size()) << " bad lines skipped, see " << file.string()
              << '\n';
  }

  void show_spellings(const upcross::Dataset& data) const {
    show_groups("accounts", upcross::ids_of_one_spelling(*data.account_ids()));
    show_groups("products", upcross::ids_of_one_spelling(*data.product_ids()));
  }

  void show_remarks(const upcross::Dataset& data) const {
    for (const std::string& one : upcross::remarks_on_purchases(data)) std::cerr << one << '\n';
  }

  void show_unlisted(const upcross::Dataset& data) const {
    const auto unlisted = upcross::products_not_in_catalogue(data);
    if (unlisted.empty()) return;
    std::cerr << number(unlisted.size()) << " purchased products are not in the catalogue, e.g. "
              << (*data.product_ids())[unlisted.front()] << '\n';
  }

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

  void show_tuning(const upcross::TuningReport& report) const {
    if (report.trials.empty()) {
      std::cerr << "ranked by recent popularity: only " << report.accounts
                << " accounts bought something new in the periods held out\n";
      return;
    }
    std::cerr << "ranked by " << report.chosen.what << '\n'
              << "  on " << report.cuts.size() << " periods of " << report.horizon_days
              << " days held out, " << number(report.accounts) << " accounts: NDCG@20 "
              << spoken_number(report.chosen.ndcg, 4, english) << ", HR@10 "
              << spoken_number(report.chosen.hit_rate, 3, english) << "; recent popularity "
              << spoken_number(report.popularity.ndcg, 4, english) << ", "
              << spoken_number(report.popularity.hit_rate, 3, english) << '\n';
    if (report.fell_back) {
      std::cerr << "  no model was surely better than recent popularity, which answers\n";
    }
    show_trade(report.trade);
  }

  void show_offers(const upcross::Recommendations& offers, double seconds) const {
    std::vector<upcross::AccountIndex> accounts;
    std::size_t priced = 0;
    double value = 0.0;
    for (const upcross::Recommendation& row : offers.rows) {
      if (accounts.empty() || accounts.back() != row.account) accounts.push_back(row.account);
      if (!upcross::is_known(row.order_value)) continue;
      value += row.order_value;
      ++priced;
    }
    std::cerr << "recommendations: " << number(offers.rows.size()) << " for "
              << number(accounts.size()) << " accounts; " << number(priced)
              << " with a known price, worth " << spoken_money(value, currency_, english)
              << " if all were ordered\n"
              << spoken_number(seconds, 1, english) << " seconds\n";
  }

 private:
  static constexpr upcross::Language english = upcross::Language::english;

  static void show_trade(const upcross::Trade& trade) {
    using upcross::spoken_number;
    if (trade.objective == upcross::Objective::probability) return;
    const std::string_view money = to_string(trade.objective);
    std::cerr << "  ordered for " << money << " with gamma "
              << spoken_number(trade.gamma, 2, english);
    if (trade.gamma > 0.0) {
      std::cerr << ": " << money << "@10 " << change(trade.gain) << ", NDCG@20 "
                << change(-trade.lost_relevance) << " on these periods\n";
    } else {
      std::cerr << ", by affinity: nothing else was seen to bring more within the bound\n";
    }
  }

  /// "+5.1 %".
  static std::string change(double share) {
    return (share < 0.0 ? "" : "+") + upcross::spoken_number(100.0 * share, 1, english) + " %";
  }

  static void show_groups(std::string_view what,
                          const std::vector<std::vector<std::string>>& groups) {
    constexpr std::size_t shown = 3;
    if (groups.empty()) return;
    std::cerr << number(groups.size()) << " ids of " << what
              << " differ in capitals only and are kept apart, e.g.";
    for (std::size_t i = 0; i < std::min(shown, groups.size()); ++i) {
      std::cerr << (i > 0 ? ", " : " ") << groups[i][0] << " and " << groups[i][1];
    }
    std::cerr << '\n';
  }

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
