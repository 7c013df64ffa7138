#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>
#include <upcross/model/attribute_ridge.hpp>

namespace upcross {
namespace {

constexpr std::size_t targets = 3;

/// Two groups: four values of which a row has one, and two numbers.
AttributeTable attributes_of(std::size_t rows) {
  AttributeTable table;
  table.features = {"kind=0", "kind=1", "kind=2", "kind=3", "number=x", "number=y"};
  table.groups = {{"kind", 0, 4}, {"number", 4, 6}};
  for (std::size_t i = 0; i < rows; ++i) {
    table.rows.indexes.push_back(static_cast<std::uint32_t>(mix(i) % 4));
    table.rows.values.push_back(1.0F);
    for (std::uint32_t k = 0; k < 2; ++k) {
      table.rows.indexes.push_back(4 + k);
      table.rows.values.push_back(static_cast<float>(normal(3, 2 * i + k)));
    }
    table.rows.starts.push_back(table.rows.indexes.size());
  }
  return table;
}

/// What the kind tells, and noise.
Matrix targets_of(const AttributeTable& table, double noise) {
  Matrix result(table.rows.rows(), targets);
  for (std::size_t i = 0; i < result.rows(); ++i) {
    const std::uint32_t kind = table.rows.row(i).indexes[0];
    for (std::size_t k = 0; k < targets; ++k) {
      result.row(i)[k] =
          static_cast<float>(normal(5, kind * targets + k) + noise * normal(7, i * targets + k));
    }
  }
  return result;
}

std::vector<double> evidence_of(std::size_t rows) {
  std::vector<double> result;
  for (std::size_t i = 0; i < rows; ++i) result.push_back(i % 7 == 0 ? 0.0 : uniform(9, i));
  return result;
}

using Table = std::vector<std::vector<double>>;

Table dense(const AttributeTable& table) {
  Table result(table.rows.rows(), std::vector<double>(table.features.size() + 1, 0.0));
  for (std::size_t i = 0; i < result.size(); ++i) {
    const SparseRows::Row row = table.rows.row(i);
    for (std::size_t j = 0; j < row.size(); ++j) {
      result[i][row.indexes[j]] = static_cast<double>(row.values[j]);
    }
    result[i].back() = 1.0;
  }
  return result;
}

/// The normal equations by Gauss's elimination, one target at a time.
std::vector<double> reference(const AttributeTable& table, const Matrix& wanted, std::size_t target,
                              const std::vector<double>& evidence,
                              const std::vector<double>& ridge) {
  const Table rows = dense(table);
  const std::size_t n = table.features.size() + 1;
  Table equations(n, std::vector<double>(n + 1, 0.0));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = 0; b < n; ++b) equations[a][b] += evidence[i] * rows[i][a] * rows[i][b];
      equations[a][n] += evidence[i] * rows[i][a] * static_cast<double>(wanted.row(i)[target]);
    }
  }
  for (std::size_t g = 0; g < table.groups.size(); ++g) {
    for (std::size_t a = table.groups[g].begin; a < table.groups[g].end; ++a) {
      equations[a][a] += ridge[g];
    }
  }
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      if (b == a) continue;
      const double factor = equations[b][a] / equations[a][a];
      for (std::size_t c = a; c <= n; ++c) equations[b][c] -= factor * equations[a][c];
    }
  }
  std::vector<double> result;
  for (std::size_t a = 0; a < n; ++a) result.push_back(equations[a][n] / equations[a][a]);
  return result;
}

TEST(AttributeRidge, SolvesTheNormalEquations) {
  const AttributeTable table = attributes_of(60);
  const Matrix wanted = targets_of(table, 0.5);
  const std::vector<double> evidence = evidence_of(60);
  const std::vector<double> ridge = {0.7, 20.0};
  const AttributeRidge fit = fit_attribute_ridge(table, wanted, evidence, ridge);
  EXPECT_EQ(fit.regularization, ridge);
  for (std::size_t k = 0; k < targets; ++k) {
    const std::vector<double> expected = reference(table, wanted, k, evidence, ridge);
    for (std::size_t f = 0; f < expected.size(); ++f) {
      EXPECT_NEAR(fit.weights.row(f)[k], expected[f], 1e-5);
    }
  }
}

TEST(AttributeRidge, ForetellsTheSumOfTheWeightsOfWhatARowHas) {
  const AttributeTable table = attributes_of(60);
  const AttributeRidge fit =
      fit_attribute_ridge(table, targets_of(table, 0.5), evidence_of(60), std::vector{1.0, 1.0});
  const Table rows = dense(table);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::vector<float> foretold = fit.predict(table.rows.row(i));
    for (std::size_t k = 0; k < targets; ++k) {
      double sum = 0.0;
      for (std::size_t f = 0; f < rows[i].size(); ++f) {
        sum += rows[i][f] * static_cast<double>(fit.weights.row(f)[k]);
      }
      EXPECT_NEAR(foretold[k], sum, 1e-5);
    }
  }
}

TEST(AttributeRidge, OfGroupsLeftOutIsTheMean) {
  const AttributeTable table = attributes_of(60);
  const Matrix wanted = targets_of(table, 0.5);
  const std::vector<double> evidence = evidence_of(60);
  const AttributeRidge fit =
      fit_attribute_ridge(table, wanted, evidence, std::vector(2, group_left_out));
  for (std::size_t k = 0; k < targets; ++k) {
    double sum = 0.0, weight = 0.0;
    for (std::size_t i = 0; i < 60; ++i) {
      sum += evidence[i] * static_cast<double>(wanted.row(i)[k]);
      weight += evidence[i];
    }
    EXPECT_NEAR(fit.predict(table.rows.row(5))[k], sum / weight, 1e-5);
  }
}

TEST(AttributeRidge, ChoosesLittleForAGroupThatTellsAndLeavesOutWhatTellsNothing) {
  const AttributeTable table = attributes_of(300);
  const auto chosen =
      choose_regularization(table, targets_of(table, 0.2), std::vector<double>(300, 1.0));
  EXPECT_LE(chosen[0], 10.0);
  EXPECT_GE(chosen[1], 100.0 * chosen[0]);
}

TEST(AttributeRidge, LeavesOutAllGroupsWhereNoneTellsAnything) {
  AttributeTable table = attributes_of(300);
  Matrix noise(300, targets);
  for (std::size_t i = 0; i < 300; ++i) {
    for (std::size_t k = 0; k < targets; ++k) {
      noise.row(i)[k] = static_cast<float>(normal(11, i * targets + k));
    }
  }
  for (const double r : choose_regularization(table, noise, std::vector<double>(300, 1.0))) {
    EXPECT_GE(r, 300.0);
  }
}

TEST(AttributeRidge, RefusesWhatDoesNotFit) {
  const AttributeTable table = attributes_of(9);
  const Matrix wanted = targets_of(table, 0.5);
  const std::vector<double> ones(9, 1.0);
  const std::vector<double> ridge(2, 1.0);
  EXPECT_THROW(fit_attribute_ridge(table, Matrix(8, 3), ones, ridge), Error);
  EXPECT_THROW(fit_attribute_ridge(table, wanted, std::vector<double>(8, 1.0), ridge), Error);
  EXPECT_THROW(fit_attribute_ridge(table, wanted, std::vector<double>(9, 0.0), ridge), Error);
  EXPECT_THROW(fit_attribute_ridge(table, wanted, std::vector<double>(9, -1.0), ridge), Error);
  EXPECT_THROW(fit_attribute_ridge(table, wanted, ones, std::vector<double>(3, 1.0)), Error);
  EXPECT_THROW(fit_attribute_ridge(table, wanted, ones, std::vector<double>(2, 0.0)), Error);
  EXPECT_THROW(choose_regularization(table, Matrix(8, 3), ones), Error);
}

}  // namespace
}  // namespace upcross
