#include "model/eigenbasis.hpp"

#include <algorithm>
#include <limits>

#include <upcross/core/parallel_for.hpp>

#include "kernels/table.hpp"

namespace upcross::detail {
namespace {

constexpr std::size_t block_rows = 256;
constexpr std::size_t gram_slabs = 8;

/// Y^T Y, d x d.
Buffer<double> gram(const FactorTable& table, const Execution& execution) {
  const std::size_t d = table.factors();
  std::vector<Buffer<double>> slabs(gram_slabs, Buffer<double>(d * d));
  const std::size_t blocks = (table.rows() + block_rows - 1) / block_rows;
  const std::size_t slab_rows = (blocks + gram_slabs - 1) / gram_slabs * block_rows;
  parallel_for(execution, gram_slabs, [&](std::size_t slab, unsigned) {
    Buffer<float> product(d * d);
    const std::size_t end = std::min((slab + 1) * slab_rows, table.rows());
    for (std::size_t row = slab * slab_rows; row < end; row += block_rows) {
      kernels::active().add_gram(table.data(row), std::min(block_rows, end - row), table.stride(),
                                 d, product.data(), slabs[slab].data());
    }
  });
  for (std::size_t slab = 1; slab < gram_slabs; ++slab) {
    for (std::size_t i = 0; i < d * d; ++i) slabs[0][i] += slabs[slab][i];
  }
  return std::move(slabs[0]);
}

void rotate(FactorTable& table, const Buffer<float>& basis, const Execution& execution) {
  const std::size_t blocks = (table.rows() + block_rows - 1) / block_rows;
  std::vector<Buffer<float>> scratch(execution.threads_for(blocks),
                                     Buffer<float>(block_rows * table.factors()));
  parallel_for(execution, blocks, [&](std::size_t block, unsigned worker) {
    const std::size_t row = block * block_rows;
    kernels::active().rotate(table.data(row), std::min(block_rows, table.rows() - row),
                             table.stride(), table.factors(), basis.data(), scratch[worker].data());
  });
}

}  // namespace

Eigenbasis to_eigenbasis(FactorTable& table, const Execution& execution) {
  const std::size_t d = table.factors();
  Eigenbasis basis{std::vector<double>(d, std::numeric_limits<double>::quiet_NaN()),
                   Buffer<float>(d * d)};
  Buffer<double> matrix = gram(table, execution);
  if (!kernels::active().eigen(matrix.data(), d, basis.eigenvalues.data())) return basis;
  std::ranges::transform(matrix.span(), basis.vectors.data(),
                         [](double value) { return static_cast<float>(value); });
  rotate(table, basis.vectors, execution);
  for (double& value : basis.eigenvalues) value = std::max(value, 0.0);
  return basis;
}

std::vector<double> shared_diagonal(const std::vector<double>& eigenvalues,
                                    double unobserved_weight, double ridge) {
  std::vector<double> diagonal(eigenvalues.size());
  std::ranges::transform(eigenvalues, diagonal.begin(),
                         [&](double value) { return unobserved_weight * value + ridge; });
  const double largest = std::ranges::max(diagonal);
  const double smallest = static_cast<double>(diagonal.size()) *
                          std::numeric_limits<float>::epsilon() * (largest > 0.0 ? largest : 1.0);
  for (double& value : diagonal) value = std::max(value, smallest);
  return diagonal;
}

}  // namespace upcross::detail
