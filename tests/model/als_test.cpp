#include <cstring>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/model/als.hpp>

#include "support/reference_als.hpp"
#include "support/synthetic.hpp"

namespace upcross {
namespace {

using test::affinities;
using test::ReferenceAls;
using test::relative_error;
using test::tasteful_interactions;

bool same_bytes(const Matrix& a, const Matrix& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         std::memcmp(a.data(), b.data(), a.rows() * a.cols() * sizeof(float)) == 0;
}

struct Shape {
  const char* name;
  std::size_t accounts, products, factors;
  double low, high;  ///< powers of ten of the confidences
  double tolerance;  ///< largest relative error of the affinities
};

void PrintTo(const Shape& shape, std::ostream* out) { *out << shape.name; }

class AlsRoutes : public testing::TestWithParam<std::tuple<Shape, RowSolver>> {};

TEST_P(AlsRoutes, AgreeWithNormalEquationsInDoublePrecision) {
  const auto [shape, solver] = GetParam();
  const InteractionMatrix interactions =
      tasteful_interactions(shape.accounts, shape.products, shape.low, shape.high);
  const AlsOptions options{.factors = shape.factors,
                           .iterations = 1,
                           .regularization = 0.01,
                           .initial_deviation = 1.0,
                           .solver = solver,
                           .tolerance = 1e-7};
  const auto [model, report] = fit_als(interactions, options);
  EXPECT_LT(relative_error(affinities(model), ReferenceAls(interactions, options).affinities()),
            shape.tolerance);
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, AlsRoutes,
    testing::Combine(testing::Values(Shape{"equal", 60, 40, 8, 0, 0, 1e-5},
                                     Shape{"moderate", 60, 40, 16, -1, 2, 1e-5},
                                     Shape{"up_to_1e3", 80, 60, 16, 0, 3, 1e-5},
                                     Shape{"wild", 60, 40, 16, -3, 6, 1e-4},
                                     Shape{"more_factors_than_products", 40, 10, 32, 0, 1, 1e-5},
                                     Shape{"long_rows", 40'000, 6, 8, 0, 1, 1e-5},
                                     Shape{"long_and_wild_rows", 40'000, 6, 8, -3, 6, 1e-4},
                                     Shape{"one_account", 1, 30, 4, 0, 1, 1e-5},
                                     Shape{"one_product", 30, 1, 4, 0, 1, 1e-5}),
                     testing::Values(RowSolver::conjugate_gradients, RowSolver::direct)),
    [](const auto& test) {
      return std::string(std::get<0>(test.param).name) +
             (std::get<1>(test.param) == RowSolver::direct ? "_direct" : "_conjugate_gradients");
    });

TEST(FitAls, LossNeverRises) {
  const InteractionMatrix interactions = tasteful_interactions(200, 120, 0, 1);
  const auto [model, report] = fit_als(interactions, {.factors = 16, .iterations = 12});
  ASSERT_EQ(report.loss.size(), 12U);
  for (std::size_t i = 1; i < report.loss.size(); ++i) {
    EXPECT_LE(report.loss[i], report.loss[i - 1] * (1.0 + 1e-6)) << "iteration " << i;
  }
}

TEST(FitAls, ReportsTheObjectiveAsItIsWritten) {
  const InteractionMatrix interactions = tasteful_interactions(50, 30, 0, 1);
  const AlsOptions options{.factors = 8, .iterations = 200};
  const auto [model, report] = fit_als(interactions, options);
  const ReferenceAls reference(interactions, options);
  const Eigen::MatrixXd scores = affinities(model);
  double loss = options.unobserved_weight * scores.squaredNorm();
  for (std::size_t a = 0; a < 50; ++a) {
    const SparseRows::Row row = interactions.by_account().row(a);
    for (std::size_t j = 0; j < row.size(); ++j) {
      const double miss = 1.0 - scores(static_cast<Eigen::Index>(a), row.indexes[j]);
      loss += row.values[j] * miss * miss;
    }
    loss += reference.ridge(row.size(), 30) *
            affinity(model.account_factors().row(a), model.account_factors().row(a));
  }
  for (std::size_t p = 0; p < 30; ++p) {
    loss += reference.ridge(interactions.by_product().row(p).size(), 50) *
            affinity(model.product_factors().row(p), model.product_factors().row(p));
  }
  // The model has had one more account half-sweep, which after 200 iterations changes little.
  EXPECT_NEAR(report.loss.back(), loss, 1e-3 * loss);
  EXPECT_GE(report.loss.back(), loss * (1.0 - 1e-6));
}

TEST(FitAls, ReachesTheLossOfDirectSolvesToFiveDigits) {
  const InteractionMatrix interactions = tasteful_interactions(300, 200, 0, 1);
  AlsOptions options{.factors = 32, .iterations = 8};
  const double iterative = fit_als(interactions, options).report.loss.back();
  options.solver = RowSolver::direct;
  const double direct = fit_als(interactions, options).report.loss.back();
  EXPECT_NEAR(iterative, direct, 1e-5 * direct);
}

TEST(FitAls, GivesTheSameBytesForAnyNumberOfThreads) {
  // One product that 50,000 accounts bought, so that its long sums could be split differently.
  const InteractionMatrix interactions =
      test::interactions_of(50'000, 12, [](std::size_t a, std::size_t p) {
        return p == 0 || uniform(3, a * 12 + p) < 0.2 ? 1.0 : 0.0;
      });
  const AlsOptions options{.factors = 8, .iterations = 2};
  const AlsFit one = fit_als(interactions, options, {.threads = 1});
  for (const unsigned threads : {2U, 3U, 8U}) {
    const AlsFit many = fit_als(interactions, options, {.threads = threads});
    EXPECT_TRUE(same_bytes(one.model.account_factors(), many.model.account_factors()));
    EXPECT_TRUE(same_bytes(one.model.product_factors(), many.model.product_factors()));
    EXPECT_EQ(one.report.loss, many.report.loss);
    EXPECT_EQ(one.model.id(), many.model.id());
  }
}

TEST(FitAls, StartsFromTheSeed) {
  const InteractionMatrix interactions = tasteful_interactions(40, 30);
  const AlsFit seven = fit_als(interactions, {.factors = 4, .seed = 7});
  EXPECT_EQ(seven.model.id(), fit_als(interactions, {.factors = 4, .seed = 7}).model.id());
  EXPECT_NE(seven.model.id(), fit_als(interactions, {.factors = 4, .seed = 8}).model.id());
}

TEST(FitAls, SolvesEqualProductsWithoutRegularization) {
  const InteractionMatrix interactions =
      test::interactions_of(30, 20, [](std::size_t a, std::size_t) { return a % 3 ? 1.0 : 0.0; });
  const auto [model, report] =
      fit_als(interactions, {.factors = 8, .iterations = 4, .regularization = 0.0});
  EXPECT_TRUE(affinities(model).allFinite());
}

TEST(FitAls, LeavesRowsWithoutInteractionsAtZero) {
  const InteractionMatrix interactions = test::interactions_of(
      6, 5, [](std::size_t a, std::size_t p) { return a != 2 && p != 3 ? 1.0 : 0.0; });
  const auto [model, report] = fit_als(interactions, {.factors = 4, .iterations = 2});
  EXPECT_EQ(affinity(model.account_factors().row(2), model.account_factors().row(2)), 0.0);
  EXPECT_EQ(affinity(model.product_factors().row(3), model.product_factors().row(3)), 0.0);
}

TEST(FitAls, FitsNothingToNoInteractions) {
  const InteractionMatrix none =
      test::interactions_of(3, 2, [](std::size_t, std::size_t) { return 0.0; });
  EXPECT_EQ(affinities(fit_als(none, {.factors = 4}).model).norm(), 0.0);
}

TEST(FitAls, NamesARowThatCannotBeSolved) {
  const InteractionMatrix interactions = tasteful_interactions(5, 4);
  try {
    fit_als(interactions, {.factors = 4, .initial_deviation = 1e30});
    FAIL() << "a Gram matrix that overflows was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::numerical);
    EXPECT_NE(std::string(error.what()).find("account 'a0000000'"), std::string::npos)
        << error.what();
  }
}

TEST(FitAls, EndsWhenTheLossHardlyFalls) {
  const InteractionMatrix interactions = tasteful_interactions(60, 40);
  const AlsOptions options{.factors = 4, .iterations = 60};
  const auto [model, report] = fit_als(interactions, options, {}, {.least_gain = 1e-4});
  const std::size_t n = report.loss.size();
  ASSERT_GT(n, 2U);
  ASSERT_LT(n, 60U);
  EXPECT_LT(1.0 - report.loss[n - 1] / report.loss[n - 2], 1e-4);
  EXPECT_GE(1.0 - report.loss[n - 2] / report.loss[n - 3], 1e-4);
  EXPECT_EQ(model.id(), fit_als(interactions, {.factors = 4, .iterations = n}).model.id());
}

TEST(FitAls, EndsWhenAHeldOutMeasureNoLongerRisesAndReturnsTheBestModel) {
  const InteractionMatrix interactions = tasteful_interactions(60, 40);
  std::vector<std::string> seen;
  const std::vector<double> values = {1.0, 3.0, 2.0, 3.0, 9.0};
  const auto measure = [&](const FactorModel& model) {
    seen.push_back(model.id());
    return values.at(seen.size() - 1);
  };
  const auto [model, report] =
      fit_als(interactions, {.factors = 4, .iterations = 60}, {}, {.measure = measure});
  EXPECT_EQ(report.measure, (std::vector<double>{1.0, 3.0, 2.0, 3.0}));
  EXPECT_EQ(model.id(), seen[1]);
}

TEST(FitAls, SaysThatItWasStopped) {
  const InteractionMatrix interactions = tasteful_interactions(40, 30);
  std::stop_source stop;
  std::size_t seen = 0;
  Execution execution{.stop = stop.get_token()};
  execution.observer = [&](const Progress& progress) {
    seen = progress.done;
    if (progress.done == 4 * interactions.by_account().entries()) stop.request_stop();
  };
  try {
    fit_als(interactions, {.factors = 4, .iterations = 9}, execution);
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::stopped);
    EXPECT_EQ(seen, 4 * interactions.by_account().entries());
  }
}

TEST(FitAls, TellsItsProgressInVisitsOfInteractions) {
  const InteractionMatrix interactions = tasteful_interactions(40, 30);
  std::vector<std::size_t> done;
  Execution execution;
  execution.observer = [&](const Progress& progress) {
    EXPECT_EQ(progress.total, 7 * interactions.by_account().entries());
    done.push_back(progress.done);
  };
  fit_als(interactions, {.factors = 4, .iterations = 3}, execution);
  EXPECT_TRUE(std::ranges::is_sorted(done));
  for (const std::size_t visits : {0U, 2U, 4U, 7U}) {
    EXPECT_TRUE(std::ranges::binary_search(done, visits * interactions.by_account().entries()));
  }
}

TEST(FitAls, RefusesOptionsOutsideTheirRange) {
  const InteractionMatrix interactions = tasteful_interactions(5, 4);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<std::pair<AlsOptions, std::string>> refused = {
      {{.factors = 0}, "factors"},
      {{.factors = 5000}, "factors"},
      {{.iterations = 0}, "iterations"},
      {{.unobserved_weight = 0.0}, "unobserved_weight"},
      {{.unobserved_weight = nan}, "unobserved_weight"},
      {{.regularization = -1.0}, "regularization"},
      {{.regularization_exponent = nan}, "regularization_exponent"},
      {{.regularization_exponent = 200.0}, "regularization_exponent is 200,"},
      {{.initial_deviation = 0.0}, "initial_deviation"},
      {{.tolerance = 1.0}, "tolerance"},
  };
  for (const auto& [options, field] : refused) {
    try {
      fit_als(interactions, options);
      ADD_FAILURE() << field << " was accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
      EXPECT_NE(std::string(error.what()).find(field), std::string::npos) << error.what();
    }
  }
}

}  // namespace
}  // namespace upcross
