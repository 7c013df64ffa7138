// Published evaluation protocols with the hyperparameters that were published for them, nothing
// tuned: what the library's models reach beside what others printed.
//
//   protocols [--ncf-ml-1m FOLDER] [--citeulike-a FOLDER] [--threads N]
//
// A folder holds the train pairs (lines "account<tab>product", numbers from 0) in *train.pairs.gz
// and the questions (lines "(account,product)<tab>other<tab>other...") in *test.negative.gz:
// MovieLens 1M as split by He et al. 2017, CiteULike-a as split by Ebesu et al. 2018.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iomanip>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>
#include <zlib.h>

#include <CLI/CLI.hpp>

#include <upcross/upcross.hpp>

namespace {

using upcross::AccountIndex;
using upcross::Matrix;
using upcross::ProductIndex;

/// What was printed of a way of ranking, and where.
struct Published {
  double hit_rate;
  double ndcg;
  std::string where;
};

/// A way of ranking with its hyperparameters, which are those of `published`.
struct Row {
  std::string name;
  std::string parameters;
  Published published;
  std::function<upcross::ScoreAccount()> fit;
};

/// Train pairs and questions as a data set and positions in it.
struct Protocol {
  upcross::Dataset data;
  upcross::InteractionMatrix interactions;
  std::vector<upcross::LeaveOneOut> questions;
};

/// The numbers in each line of the one file of the folder whose name has this ending.
std::vector<std::vector<std::uint32_t>> numbers_in(const std::filesystem::path& folder,
                                                   const std::string& ending) {
  std::filesystem::path path;
  for (const auto& one : std::filesystem::directory_iterator(folder)) {
    if (one.path().string().ends_with(ending)) path = one.path();
  }
  if (path.empty()) throw std::runtime_error("no file *" + ending + " in " + folder.string());
  const gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) throw std::runtime_error("cannot read " + path.string());
  std::vector<std::vector<std::uint32_t>> lines;
  std::vector<char> buffer(1 << 16);
  while (gzgets(file, buffer.data(), static_cast<int>(buffer.size())) != nullptr) {
    lines.emplace_back();
    for (const char* at = buffer.data(); *at != '\0'; ++at) {
      if (*at < '0' || *at > '9') continue;
      char* end = nullptr;
      lines.back().push_back(static_cast<std::uint32_t>(std::strtoul(at, &end, 10)));
      at = end - 1;
    }
  }
  gzclose(file);
  return lines;
}

/// Sorts like the number, so that it is the position.
std::string id(std::uint32_t number) {
  std::string digits = std::to_string(number);
  return std::string(8 - digits.size(), '0') + digits;
}

Protocol read(const std::filesystem::path& folder) {
  const auto pairs = numbers_in(folder, "train.pairs.gz");
  std::vector<upcross::LeaveOneOut> questions;
  std::uint32_t products = 0;
  upcross::DatasetBuilder builder;
  for (const auto& pair : pairs) {
    builder.add({.account = id(pair[0]),
                 .product = id(pair[1]),
                 .time = upcross::Day{},
                 .unit_price = 1.0});
    products = std::max(products, pair[1] + 1);
  }
  for (auto& line : numbers_in(folder, "test.negative.gz")) {
    products = std::max(products, *std::max_element(line.begin() + 1, line.end()) + 1);
    questions.push_back({static_cast<AccountIndex>(line[0]),
                         static_cast<ProductIndex>(line[1]),
                         {line.begin() + 2, line.end()}});
  }
  for (std::uint32_t p = 0; p < products; ++p) builder.add_product(id(p), {});
  auto data = builder.build();
  auto interactions = upcross::build_interactions(data, {.half_life_days = 0.0});
  return {std::move(data), std::move(interactions), std::move(questions)};
}

upcross::ScoreAccount by_popularity(const Protocol& protocol) {
  const upcross::Dataset& data = protocol.data;
  const upcross::History history(data, upcross::net_of_returns(data, data.default_as_of()));
  return [buyers = upcross::popularity(history, data.product_count())](AccountIndex,
                                                                       std::span<float> scores) {
    for (std::size_t p = 0; p < scores.size(); ++p) scores[p] = static_cast<float>(buyers[p]);
  };
}

upcross::ScoreAccount by_ease(const Protocol& protocol, double regularization,
                              const upcross::Execution& execution) {
  const auto ease = std::make_shared<const upcross::ItemItem>(upcross::fit_ease(
      protocol.interactions,
      {.regularization = regularization, .most_products = protocol.data.product_count()},
      execution));
  return [ease, &protocol](AccountIndex account, std::span<float> scores) {
    std::ranges::fill(scores, 0.0F);
    ease->add_scores(protocol.interactions.seen(account), 1.0F, scores);
  };
}

upcross::ScoreAccount by_als(const Protocol& protocol, const upcross::AlsOptions& options,
                             const upcross::Execution& execution) {
  const auto model = std::make_shared<const upcross::FactorModel>(
      upcross::fit_als(protocol.interactions, options, execution).model);
  return [model](AccountIndex account, std::span<float> scores) {
    const auto own = model->account_factors().row(position(account));
    for (std::size_t p = 0; p < scores.size(); ++p) {
      scores[p] = static_cast<float>(upcross::affinity(own, model->product_factors().row(p)));
    }
  };
}

void print(const Protocol& protocol, const std::string& title, const std::vector<Row>& rows,
           const upcross::Execution& execution) {
  std::cout << title << ": " << protocol.interactions.by_account().entries() << " interactions, "
            << protocol.questions.size() << " questions\n\n"
            << std::left << std::setw(12) << "  ranked by" << std::setw(57) << "  with"
            << "HR@10   NDCG@10  published      seconds  source\n";
  for (const Row& row : rows) {
    const auto start = std::chrono::steady_clock::now();
    const auto quality =
        upcross::leave_one_out(protocol.interactions, protocol.questions, row.fit(), 10, execution);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    std::cout << "  " << std::setw(12) << row.name << std::setw(55) << row.parameters << std::fixed
              << std::setprecision(4) << quality.hit_rate << "  " << quality.ndcg << "   "
              << row.published.hit_rate << " " << row.published.ndcg << "  " << std::right
              << std::setw(7) << std::setprecision(0) << elapsed.count() << "  " << std::left
              << row.published.where << std::endl;
  }
  std::cout << '\n';
}

const std::string tois = "Ferrari Dacrema et al. 2021";

/// He et al. 2017.
void ncf_ml_1m(const std::filesystem::path& folder, const upcross::Execution& execution) {
  const Protocol protocol = read(folder);
  const upcross::AlsOptions als{.factors = 192,
                                .iterations = 12,
                                .unobserved_weight = 0.3,
                                .regularization = 0.007,
                                .regularization_exponent = 1.0,
                                .initial_deviation = 0.1};
  print(protocol, "MovieLens 1M, 99 others each",
        {{"popularity", "", {0.4533, 0.2542, tois}, [&] { return by_popularity(protocol); }},
         {"EASE",
          "lambda 1320",
          {0.7192, 0.4494, tois},
          [&] { return by_ease(protocol, 1320.0, execution); }},
         {"iALS",
          "192 factors, a0 0.3, reg 0.007, nu 1, 12 iterations",
          {0.7308, 0.4531, "Rendle et al. 2021"},
          [&] { return by_als(protocol, als, execution); }}},
        execution);
}

/// Ebesu et al. 2018. The confidence of the published fit is 1 + 15.4 for what is observed and 1
/// for all the rest. Its objective is ours, up to a common factor, with c = 15.4, a0 = 1 and reg *
/// 15.4 / 16.4 (the target of what is observed is 1 there and 15.4 / 16.4 here); ours has c = 1.
void citeulike_a(const std::filesystem::path& folder, const upcross::Execution& execution) {
  const Protocol protocol = read(folder);
  constexpr double alpha = 15.4;
  constexpr double regularization = 1e-5;
  const upcross::AlsOptions als{.factors = 115,
                                .iterations = 60,
                                .unobserved_weight = 1.0 / alpha,
                                .regularization = regularization / (1.0 + alpha),
                                .regularization_exponent = 0.0,
                                .initial_deviation = 0.1};
  print(protocol, "CiteULike-a, 100 others each",
        {{"popularity", "", {0.2774, 0.1537, tois}, [&] { return by_popularity(protocol); }},
         {"EASE",
          "lambda 523",
          {0.8806, 0.7197, tois},
          [&] { return by_ease(protocol, 523.0, execution); }},
         {"iALS",
          "115 factors, c 1 + 15.4, reg 1e-5, nu 0, 60 iterations",
          {0.9006, 0.7313, tois},
          [&] { return by_als(protocol, als, execution); }}},
        execution);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Published evaluation protocols", "protocols");
  std::filesystem::path movies;
  std::filesystem::path articles;
  upcross::Execution execution{.threads = 1};
  app.add_option("--ncf-ml-1m", movies, "Folder of MovieLens 1M as split by He et al. 2017");
  app.add_option("--citeulike-a", articles, "Folder of CiteULike-a as split by Ebesu et al. 2018");
  app.add_option("--threads", execution.threads, "0 = one per processor")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    if (!movies.empty()) ncf_ml_1m(movies, execution);
    if (!articles.empty()) citeulike_a(articles, execution);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "protocols: " << error.what() << '\n';
    return 1;
  }
}
