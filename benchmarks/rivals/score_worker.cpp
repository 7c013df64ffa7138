// Fits one matrix, then times what scoring takes, as one line of JSON. rivals.py calls it.

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <upcross/model/als.hpp>
#include <upcross/model/fold_in.hpp>
#include <upcross/scoring/account_scorer.hpp>

#include "matrix_file.hpp"

namespace {

using namespace upcross;
using bench::processor_seconds;

constexpr std::size_t live_calls = 2000;

/// Accounts per second, their own products left out; with what preparing the products takes.
double accounts_per_second(const FactorModel& model, const InteractionMatrix& matrix,
                           const TopKFilter& filter) {
  std::vector<TopKQuery> queries;
  for (std::size_t a = 0; a < matrix.by_account().rows(); ++a) {
    queries.push_back({model.account_factors().row(a), matrix.by_account().row(a).indexes});
  }
  const double begin = processor_seconds();
  const ScanTable table(model.product_factors());
  const auto lists = top_k(table, queries, 10, filter, {.threads = 1});
  return static_cast<double>(lists.size()) / (processor_seconds() - begin);
}

/// Milliseconds of each of some calls.
template <class Call>
std::vector<double> milliseconds(std::size_t accounts, Call call) {
  std::vector<double> result;
  for (std::size_t i = 0; i < live_calls; ++i) {
    const double begin = processor_seconds();
    call(i * 7 % accounts);
    result.push_back(1e3 * (processor_seconds() - begin));
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Fits a matrix and prints what scoring takes");
  std::string folder;
  std::size_t products = 0;
  AlsOptions options{.iterations = 4};
  app.add_option("folder", folder)->required();
  app.add_option("products", products)->required();
  app.add_option("--factors", options.factors);
  app.add_option("--unobserved-weight", options.unobserved_weight);
  app.add_option("--regularization", options.regularization);
  CLI11_PARSE(app, argc, argv);

  const InteractionMatrix matrix = bench::read_matrix(folder, products);
  const auto model = std::make_shared<const FactorModel>(fit_als(matrix, options).model);
  const std::vector<bool> eligible(products, true);
  const AccountScorer scorer(model, {eligible});
  AccountScorer::Scratch scratch(scorer);
  std::vector<ProductIndex> ten(10);
  std::generate(ten.begin(), ten.end(), [p = 0U]() mutable { return ProductIndex{p++}; });
  const auto row = [&](std::size_t account) { return matrix.by_account().row(account); };
  const std::size_t accounts = matrix.by_account().rows();
  std::cout
      << nlohmann::json{{"accounts_per_second", accounts_per_second(*model, matrix, {eligible})},
                        {"live", milliseconds(accounts,
                                              [&](std::size_t a) {
                                                scorer.answer({.purchases = row(a),
                                                               .excluded = row(a).indexes,
                                                               .reasons = false},
                                                              scratch);
                                              })},
                        {"fold_in",
                         milliseconds(accounts, [&](std::size_t a) { fold_in(*model, row(a)); })},
                        {"reasons", milliseconds(accounts,
                                                 [&](std::size_t a) {
                                                   const AccountExplainer explainer(*model, row(a));
                                                   explainer.contributions(ten);
                                                 })}}
      << '\n';
}
