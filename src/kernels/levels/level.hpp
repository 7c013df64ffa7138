#pragma once

#include <cstddef>

#include <Eigen/Core>

#include "kernels/table.hpp"

/// Everything below is compiled once per level of instruction set, in a namespace and with an Eigen
/// name of its own. No STL containers, no weak symbols: nothing that the linker could merge with
/// another level's.
namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {

using Eigen::Index;
using MatrixXd = Eigen::MatrixXd;
using VectorXd = Eigen::VectorXd;
using RowsXd = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using RowsXf = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Strided = Eigen::OuterStride<>;

[[gnu::always_inline]] static inline Index index(std::size_t i) { return static_cast<Index>(i); }

/// The table of this level.
const Table& table();

// What it holds; `Table` says what each does.
void add_gram(const float* table, std::size_t rows, std::size_t stride, double* sum);
void rotate(float* table, std::size_t rows, std::size_t stride, const float* basis, float* scratch);
bool eigen(double* matrix, std::size_t d, double* values, double* scratch);
bool invert(float* matrix, std::size_t n);
Solved conjugate_gradients(const Row& row, const Row& next, const float* diagonal,
                           const float* inverse, double tolerance, float* x, float* scratch);
void add_right_hand_side(const Row& part, float* sum);
void add_curvature(const Row& part, const float* p, float* sum);
void begin(Descent& descent, double tolerance);
void advance(Descent& descent);
Solved finish(const Descent& descent);
Solved refine(const Row& row, const Row& next, const double* diagonal, const float* rounded,
              const float* inverse, double tolerance, double* x, double* scratch);
bool factor(const Row& row, const double* diagonal, Factorization& result);
Solved solution(const Row& row, const Factorization& factored, double* x);
void responses(const Row& row, const Factorization& factored, const float* const* y,
               std::size_t count, double* responses);
void scan(const ScanBlock& block, const ScanQuery* queries, const std::uint32_t* chosen,
          std::size_t count, const ScanShape& shape, std::uint64_t* rows);
void products(const float* table, std::size_t stride, std::uint64_t rows, const float* x,
              float* results);

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
