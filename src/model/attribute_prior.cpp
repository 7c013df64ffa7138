#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include <upcross/core/error.hpp>
#include <upcross/model/attribute_prior.hpp>
#include <upcross/model/attribute_ridge.hpp>

namespace upcross {
namespace {

/// How well the factors of each row are known.
std::vector<double> evidence_of(const SparseRows& interactions, double half_known) {
  if (!(half_known >= 0.0) || !std::isfinite(half_known)) {
    throw Error(
        ErrorCode::invalid_argument,
        "PriorOptions: half_known is " + std::to_string(half_known) + ", expected a number >= 0");
  }
  std::vector<double> result(interactions.rows());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto n = static_cast<double>(interactions.row(i).size());
    result[i] = n > 0.0 ? n / (n + half_known) : 0.0;
  }
  return result;
}

/// Directions in which regularization is chosen; the others hardly move affinities.
constexpr Eigen::Index most_directions = 16;

/// The directions in which the affinities of the rows differ most: squared distances between rows
/// are those of their affinities, summed over the rows of the other side.
Matrix in_affinities(const Matrix& factors, const Matrix& others) {
  const auto gram_of = [](const auto& table) {
    return Eigen::MatrixXd((table.transpose() * table).template cast<double>());
  };
  const auto d = static_cast<Eigen::Index>(factors.cols());
  Eigen::MatrixXd gram = gram_of(eigen_view(others));
  gram.diagonal().array() += 1e-6 * std::max(gram.trace() / static_cast<double>(d), 1e-30);
  const Eigen::MatrixXf root = Eigen::MatrixXd(gram.llt().matrixL()).cast<float>();
  const Eigen::MatrixXf turned = eigen_view(factors) * root;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> axes(gram_of(turned));
  const Eigen::Index kept = std::min(d, most_directions);
  Matrix result(factors.rows(), static_cast<std::size_t>(kept));
  eigen_view(result).noalias() = turned * axes.eigenvectors().rightCols(kept).cast<float>();
  return result;
}

/// Whether a row has an attribute of a group that is of use.
bool is_told(const AttributeTable& attributes, const std::vector<double>& regularization,
             std::size_t row) {
  return std::ranges::any_of(attributes.rows.row(row).indexes, [&](std::uint32_t feature) {
    std::size_t group = 0;
    while (attributes.groups[group].end <= feature) ++group;
    return regularization[group] < group_left_out;
  });
}

/// Foretells `targets` for the rows; `seen` are what the regularization is chosen by.
ForetoldFactors foretell(const AttributeTable& attributes, const Matrix& targets,
                         const Matrix& seen, const std::vector<double>& evidence,
                         const std::vector<std::uint32_t>& rows) {
  ForetoldFactors result;
  if (std::ranges::none_of(evidence, [](double e) { return e > 0.0; })) return result;
  result.groups = attributes.groups;
  result.regularization = choose_regularization(attributes, seen, evidence);
  const AttributeRidge ridge =
      fit_attribute_ridge(attributes, targets, evidence, result.regularization);
  std::ranges::copy_if(rows, std::back_inserter(result.rows), [&](std::uint32_t row) {
    return is_told(attributes, result.regularization, row);
  });
  result.factors = Matrix(result.rows.size(), targets.cols());
  for (std::size_t i = 0; i < result.rows.size(); ++i) {
    std::ranges::copy(ridge.predict(attributes.rows.row(result.rows[i])),
                      result.factors.row(i).begin());
  }
  return result;
}

}  // namespace

std::span<const float> ForetoldFactors::of(std::size_t row) const {
  const auto found = std::ranges::lower_bound(rows, row);
  if (found == rows.end() || *found != row) return {};
  return factors.row(static_cast<std::size_t>(found - rows.begin()));
}

std::vector<std::uint32_t> new_products(const Dataset& data,
                                        const InteractionMatrix& interactions) {
  std::vector<bool> is_new(data.product_count());
  for (std::size_t p = 0; p < is_new.size(); ++p) {
    const Product& product = data.product(static_cast<ProductIndex>(p));
    is_new[p] = product.is_listed && product.sellable_on(interactions.as_of());
  }
  for (std::size_t a = 0; a < data.account_count(); ++a) {
    for (const std::uint32_t p : interactions.seen(static_cast<AccountIndex>(a))) is_new[p] = false;
  }
  for (const ProductIndex p : interactions.left_out_products()) is_new[position(p)] = false;
  std::vector<std::uint32_t> result;
  for (std::size_t p = 0; p < is_new.size(); ++p) {
    if (is_new[p]) result.push_back(static_cast<std::uint32_t>(p));
  }
  return result;
}

bool was_known(const Dataset& data, const InteractionMatrix& interactions, AccountIndex account) {
  return data.account(account).is_listed || !interactions.seen(account).empty();
}

std::vector<std::uint32_t> new_accounts(const Dataset& data,
                                        const InteractionMatrix& interactions) {
  std::vector<std::uint32_t> result;
  for (std::size_t a = 0; a < data.account_count(); ++a) {
    const auto account = static_cast<AccountIndex>(a);
    if (interactions.by_account().row(a).size() > 0) continue;
    if (was_known(data, interactions, account)) result.push_back(static_cast<std::uint32_t>(a));
  }
  return result;
}

ForetoldFactors foretell_accounts(const Dataset& data, const InteractionMatrix& interactions,
                                  const FactorModel& model, const PriorOptions& options) {
  const std::vector<std::uint32_t> rows = new_accounts(data, interactions);
  const std::vector<double> evidence = evidence_of(interactions.by_account(), options.half_known);
  if (rows.empty()) return {};
  const Matrix& factors = model.account_factors();
  return foretell(account_attributes(data, options.attributes), factors,
                  in_affinities(factors, model.product_factors()), evidence, rows);
}

ForetoldFactors foretell_products(const Dataset& data, const InteractionMatrix& interactions,
                                  const FactorModel& model, const PriorOptions& options) {
  const std::vector<std::uint32_t> rows = new_products(data, interactions);
  const std::vector<double> evidence = evidence_of(interactions.by_product(), options.half_known);
  if (rows.empty()) return {};
  const Matrix& factors = model.product_factors();
  return foretell(product_attributes(data, options.attributes), factors,
                  in_affinities(factors, model.account_factors()), evidence, rows);
}

std::vector<float> foretell_trend(const Dataset& data, const InteractionMatrix& interactions,
                                  std::vector<float> trend, const PriorOptions& options) {
  const std::vector<std::uint32_t> rows = new_products(data, interactions);
  const std::vector<double> evidence = evidence_of(interactions.by_product(), options.half_known);
  if (rows.empty()) return trend;
  Matrix logarithms(trend.size(), 1);
  for (std::size_t p = 0; p < trend.size(); ++p) logarithms.row(p)[0] = std::log(trend[p]);
  const ForetoldFactors foretold = foretell(product_attributes(data, options.attributes),
                                            logarithms, logarithms, evidence, rows);
  for (std::size_t i = 0; i < foretold.rows.size(); ++i) {
    trend[foretold.rows[i]] = std::exp(foretold.factors.row(i)[0]);
  }
  return trend;
}

}  // namespace upcross
