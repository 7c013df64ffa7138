#include <algorithm>
#include <cmath>

#include <upcross/core/grouped.hpp>

#include "data/assess_parts.hpp"

namespace upcross::detail {
namespace {

constexpr double few = 0.05;           ///< a share below it is too little to learn from
constexpr double most = 0.8;           ///< of a column: below it, too much is left out
constexpr double short_history = 3.5;  ///< products of an account that say little about its taste
constexpr std::size_t few_accounts = 100;
constexpr std::size_t broad_family = 30;  ///< products, on average: more are no versions of one
constexpr auto half_a_year = std::chrono::days(180);
constexpr auto a_year = std::chrono::days(360);

constexpr double no_pattern = 1.3;  ///< `beyond_chance` below it: nothing to learn but popularity

struct Finding {
  Verdict verdict;
  std::string why;
  std::string to_add;
};

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string of(std::size_t part, std::size_t whole) {
  return grouped(part) + " of " + grouped(whole);
}

std::chrono::days span(const AssessedLines& lines) {
  return lines.first_day ? *lines.last_day - *lines.first_day + std::chrono::days(1)
                         : std::chrono::days(0);
}

double known_share(const Assessment& facts, std::string_view column) {
  const auto row = std::ranges::find(facts.columns, column, &ColumnCoverage::column);
  return share(row->known, row->of);
}

Verdict limited_if(bool condition) { return condition ? Verdict::limited : Verdict::possible; }

Finding cross_sell(const Assessment& facts) {
  const AssessedPairs& pairs = facts.pairs;
  if (pairs.accounts < 2 || pairs.products < 2) {
    return {Verdict::not_possible, "it takes two accounts and two products", "purchase lines"};
  }
  const std::string who =
      grouped(pairs.accounts) + " accounts and " + grouped(pairs.products) + " products";
  if (pairs.accounts < few_accounts) {
    return {Verdict::limited, who + "; so few leave much to chance", "more accounts"};
  }
  if (pairs.products_per_account < short_history) {
    return {Verdict::limited,
            who + "; half of the accounts bought at most " +
                grouped(static_cast<std::size_t>(pairs.products_per_account)) +
                " of them: lists can show little but best-sellers",
            "a longer history"};
  }
  if (!(pairs.beyond_chance >= no_pattern)) {
    return {Verdict::limited, who + " that meet by chance: lists can show little but best-sellers",
            ""};
  }
  return {Verdict::possible, who, ""};
}

/// With families in the catalogue.
Finding up_sell_in_families(const AssessedCatalogue& catalogue, bool stepped, bool priced) {
  const std::string members =
      grouped(catalogue.in_families) + " products in " + grouped(catalogue.families) + " families";
  if (catalogue.in_families > broad_family * catalogue.families) {
    return {Verdict::limited, members + ", too broad to be versions of one thing",
            "narrower families"};
  }
  if (stepped) return {Verdict::possible, members + " with tiers", ""};
  return {limited_if(!priced),
          members + (priced ? "; better ones are told by their prices" : " without tier or price"),
          "tier"};
}

Finding up_sell(const Assessment& facts) {
  const bool priced = known_share(facts, "unit_price") > 0.0;
  if (facts.catalogue.families > 0) {
    return up_sell_in_families(facts.catalogue, known_share(facts, "tier") > 0.0, priced);
  }
  const std::string wanted = "family and tier";
  if (!priced) return {Verdict::not_possible, "neither families nor prices tell it", wanted};
  return {Verdict::limited, "no families, so it is guessed from prices", wanted};
}

Finding complement(const Assessment& facts) {
  const AssessedBaskets& baskets = facts.baskets;
  if (baskets.mixed == 0) {
    return {Verdict::not_possible, "no order has two products", "order_id"};
  }
  const bool by_day = known_share(facts, "order_id") < most;
  const std::string why = of(baskets.mixed, baskets.all) + " orders are mixed" +
                          (by_day ? ", a day counting as an order" : "");
  return {limited_if(by_day || share(baskets.mixed, baskets.all) < few), why,
          by_day ? "order_id" : ""};
}

Finding substitute(const Assessment& facts) {
  if (facts.catalogue.replaced > 0) {
    return {Verdict::possible, grouped(facts.catalogue.replaced) + " name their successor", ""};
  }
  if (facts.catalogue.discontinued > 0) {
    return {Verdict::limited,
            grouped(facts.catalogue.discontinued) + " are marked, but none names its successor",
            "replaced_by"};
  }
  return {Verdict::not_possible, "none is marked", "sellable or valid_to, replaced_by"};
}

Finding category_entry(const Assessment& facts) {
  const std::size_t categories = facts.catalogue.categories;
  if (categories < 2) {
    return {Verdict::not_possible,
            categories == 0 ? "no product has one" : "all products have the same", "category"};
  }
  const bool gaps = known_share(facts, "category") < most;
  return {limited_if(gaps),
          grouped(categories) + " categories" + (gaps ? ", but many products have none" : ""),
          gaps ? "category of every product" : ""};
}

/// Of a kind that lives on regular pairs, of which `fit` serve it: `what` they are.
Finding timed(const Assessment& facts, std::size_t fit, std::string_view what,
              std::chrono::days needed) {
  const bool is_short = span(facts.lines) < needed;
  const std::string wanted = needed == a_year ? "a year of history" : "half a year of history";
  const std::string to_add = is_short ? wanted : "";
  if (fit == 0) return {Verdict::not_possible, "no " + std::string(what), to_add};
  const bool is_rare = share(facts.pairs.regular, facts.pairs.pairs) < few;
  const std::string doubt = is_rare ? "; regular ones are less than 5 % of all" : "";
  return {limited_if(is_short || is_rare), grouped(fit) + " " + std::string(what) + doubt, to_add};
}

Finding replenish(const Assessment& facts) {
  return timed(facts, facts.pairs.regular, "regular pairs (3 days or more)", half_a_year);
}

Finding win_back(const Assessment& facts) {
  return timed(facts, facts.pairs.regular_and_silent, "pairs, while the account buys on", a_year);
}

Finding volume_up(const Assessment& facts) {
  return timed(facts, facts.pairs.regular_and_varied, "regular pairs in changing quantities",
               half_a_year);
}

struct KindToAssess {
  std::string_view kind;
  std::string_view meaning;
  Finding (*finding)(const Assessment&);
};

constexpr KindToAssess all_kinds[] = {
    {"cross_sell", "a product never bought", cross_sell},
    {"up_sell", "a better version", up_sell},
    {"complement", "goes with what was bought", complement},
    {"substitute", "for a discontinued product", substitute},
    {"category_entry", "a category not bought yet", category_entry},
    {"replenish", "bought before and due", replenish},
    {"win_back", "regular once, now silent", win_back},
    {"volume_up", "more of the same", volume_up},
};

}  // namespace

std::vector<KindAssessment> assess_kinds(const Assessment& facts) {
  std::vector<KindAssessment> result;
  for (const KindToAssess& one : all_kinds) {
    Finding finding = one.finding(facts);
    result.push_back({one.kind, one.meaning, finding.verdict, std::move(finding.why),
                      std::move(finding.to_add)});
  }
  return result;
}

}  // namespace upcross::detail
