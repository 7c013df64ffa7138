// How well are accounts without purchases ranked for, and products without buyers? Takes one
// account of five, then one product of five, entirely out of the lines before the last horizon, and
// looks at what was bought in it: NDCG@20 over all accounts or products that were.
//
//   newcomers --purchases FILE [--products FILE] [--accounts FILE] [--horizon-days N=61]

#include <algorithm>
#include <cmath>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include <upcross/core/random.hpp>
#include <upcross/model/popularity.hpp>
#include <upcross/scoring/eligibility.hpp>
#include <upcross/upcross.hpp>

namespace {

using upcross::AccountIndex;
using upcross::Dataset;
using upcross::Day;
using upcross::ProductIndex;
using Scores = std::vector<double>;

bool is_hidden(std::string_view id) { return upcross::hash(id) % 5 == 0; }

/// The same accounts and products with the lines before `cut` that `keeps` lets through.
Dataset known_before(const Dataset& data, Day cut,
                     const std::function<bool(std::string_view, std::string_view)>& keeps) {
  upcross::DatasetBuilder builder;
  const auto& accounts = *data.account_ids();
  const auto& products = *data.product_ids();
  for (std::size_t a = 0; a < data.account_count(); ++a) {
    builder.add_account(accounts[AccountIndex(a)], data.account(AccountIndex(a)));
  }
  for (std::size_t p = 0; p < data.product_count(); ++p) {
    builder.add_product(products[ProductIndex(p)], data.product(ProductIndex(p)));
  }
  const upcross::Purchases& lines = data.purchases();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto account = accounts[lines.account[i]];
    const auto product = products[lines.product[i]];
    if (lines.time[i] >= cut || !keeps(account, product)) continue;
    builder.add({.account = account,
                 .product = product,
                 .time = lines.time[i],
                 .quantity = lines.quantity[i],
                 .unit_price = lines.unit_price[i]});
  }
  return builder.build();
}

upcross::History history_of(const Dataset& data, Day as_of) {
  return upcross::History(data, upcross::net_of_returns(data, as_of));
}

/// What is known before the cut, and who bought what from then on.
struct Scene {
  Scene(const Dataset& all, Dataset before, Day cut)
      : known(std::move(before)),
        interactions(upcross::build_interactions(known, {.as_of = cut})),
        history(history_of(known, cut)),
        blend(with_newcomers(upcross::fit_blend(history, interactions, {}), known, history,
                             interactions, {})) {
    const upcross::History later = history_of(all, all.default_as_of());
    for (std::size_t a = 0; a < all.account_count(); ++a) {
      for (const upcross::Bought& one : later.of(a)) {
        if (one.last >= cut) bought.emplace_back(a, position(one.product));
      }
    }
  }

  std::size_t purchases(std::size_t a) const { return interactions.by_account().row(a).size(); }
  std::size_t buyers(std::size_t p) const { return interactions.by_product().row(p).size(); }

  Dataset known;
  upcross::InteractionMatrix interactions;
  upcross::History history;
  upcross::Blend blend;
  std::vector<std::pair<std::size_t, std::size_t>> bought;
};

/// Mean NDCG@20 by way of ranking.
class Table {
 public:
  void add(const std::string& name, const Scores& scores, const std::vector<bool>& eligible,
           const std::vector<std::uint32_t>& wanted) {
    std::vector<upcross::ScoredProduct> list;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      if (eligible[i]) list.push_back({ProductIndex(i), static_cast<float>(scores[i])});
    }
    std::ranges::stable_sort(list, std::ranges::greater(), &upcross::ScoredProduct::score);
    const auto quality = upcross::list_quality(list, wanted, 20);
    sums_[name].first += quality.ndcg;
    sums_[name].second += 1.0;
  }

  void print(const std::string& title) const {
    std::cout << title << '\n' << std::fixed << std::setprecision(4);
    for (const auto& [name, sum] : sums_) {
      std::cout << "  " << std::left << std::setw(44) << name << sum.first / sum.second << "  of "
                << static_cast<std::size_t>(sum.second) << '\n';
    }
  }

 private:
  std::map<std::string, std::pair<double, double>> sums_;
};

/// Per attribute the recent popularity among the accounts that have it, shrunk to that of all.
struct PopularityByAttribute {
  explicit PopularityByAttribute(const Scene& scene)
      : attributes(account_attributes(scene.known)),
        all(popularity(scene.history, scene.known.product_count(), 28.0)),
        of(attributes.features.size(), Scores(all.size(), 0.0)),
        accounts(attributes.features.size(), 0.0) {
    for (std::size_t a = 0; a < scene.known.account_count(); ++a) {
      if (scene.purchases(a) == 0) continue;
      total += 1.0;
      for (const std::uint32_t feature : attributes.rows.row(a).indexes) {
        accounts[feature] += 1.0;
        for (const upcross::Bought& one : scene.history.of(a)) {
          const auto age = static_cast<double>((scene.history.as_of() - one.last).count());
          of[feature][position(one.product)] += std::exp2(-age / 28.0);
        }
      }
    }
  }

  Scores mean(std::size_t account) const {
    constexpr double prior = 5.0;
    const auto features = attributes.rows.row(account).indexes;
    Scores result = all;
    if (features.empty()) return result;
    for (std::size_t p = 0; p < all.size(); ++p) {
      result[p] = 0.0;
      for (const std::uint32_t f : features) {
        result[p] += (of[f][p] + prior * all[p] / total) / (accounts[f] + prior);
      }
    }
    return result;
  }

  upcross::AttributeTable attributes;
  Scores all;
  std::vector<Scores> of;
  Scores accounts;
  double total = 0.0;
};

void measure_accounts(const Dataset& data, Day cut) {
  const Scene scene(data, known_before(data, cut, [](auto a, auto) { return !is_hidden(a); }), cut);
  const PopularityByAttribute by_attribute(scene);
  const std::vector<bool> eligible = eligible_products(scene.known, scene.interactions);
  std::map<std::size_t, std::vector<std::uint32_t>> wanted;
  for (const auto& [a, p] : scene.bought) {
    const bool is_asked = is_hidden((*data.account_ids())[AccountIndex(a)]) && eligible[p];
    if (is_asked) wanted[a].push_back(static_cast<std::uint32_t>(p));
  }
  Table table;
  std::vector<float> scores(scene.known.product_count());
  for (const auto& [a, products] : wanted) {
    scene.blend.score(scene.blend.account(scene.history, scene.interactions, AccountIndex(a)),
                      scores);
    table.add("recent popularity", by_attribute.all, eligible, products);
    table.add("recent popularity by attribute", by_attribute.mean(a), eligible, products);
    table.add("upcross", {scores.begin(), scores.end()}, eligible, products);
  }
  table.print("Products for accounts without purchases");
}

void measure_products(const Dataset& data, Day cut) {
  const Scene scene(data, known_before(data, cut, [](auto, auto p) { return !is_hidden(p); }), cut);
  std::vector<bool> eligible(data.account_count());
  for (std::size_t a = 0; a < eligible.size(); ++a) eligible[a] = scene.purchases(a) > 0;
  std::map<std::size_t, std::vector<std::uint32_t>> wanted;
  for (const auto& [a, p] : scene.bought) {
    const bool is_asked = is_hidden((*data.product_ids())[ProductIndex(p)]) && eligible[a];
    if (is_asked) wanted[p].push_back(static_cast<std::uint32_t>(a));
  }
  Table table;
  for (const auto& [p, accounts] : wanted) {
    const std::string& category = data.product(ProductIndex(p)).category;
    Scores activity, in_category, ours;
    for (std::size_t a = 0; a < eligible.size(); ++a) {
      const auto view = scene.blend.account(scene.history, scene.interactions, AccountIndex(a));
      activity.push_back(static_cast<double>(view.bought.size()));
      const auto in_it = std::ranges::count_if(view.bought, [&](const upcross::Bought& one) {
        return data.product(one.product).category == category;
      });
      in_category.push_back(static_cast<double>(in_it) + 1e-3 * activity.back());
      ours.push_back(scene.blend.affinity(view, ProductIndex(p)));
    }
    table.add("number of purchases", activity, eligible, accounts);
    table.add("number of purchases in the category", in_category, eligible, accounts);
    table.add("upcross", ours, eligible, accounts);
  }
  table.print("Accounts for products without buyers");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("How well accounts without purchases and products without buyers are ranked");
  upcross::Source source;
  int horizon_days = 61;
  app.add_option("--purchases", source.purchases)->required();
  app.add_option("--products", source.products);
  app.add_option("--accounts", source.accounts);
  app.add_option("--horizon-days", horizon_days);
  CLI11_PARSE(app, argc, argv);
  try {
    const Dataset data = upcross::read_dataset(source);
    const Day cut = data.default_as_of() - std::chrono::days(horizon_days);
    measure_accounts(data, cut);
    measure_products(data, cut);
    return 0;
  } catch (const upcross::Error& error) {
    std::cerr << "newcomers: " << error.what() << '\n';
    return 3;
  }
}
