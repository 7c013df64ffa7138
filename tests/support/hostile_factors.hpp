#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <upcross/core/matrix.hpp>
#include <upcross/core/random.hpp>

namespace upcross::test {

inline Matrix random_factors(std::size_t rows, std::size_t cols, std::uint64_t seed) {
  Matrix m(rows, cols);
  for (std::size_t i = 0; i < rows * cols; ++i) m.data()[i] = static_cast<float>(normal(seed, i));
  return m;
}

/// Every row times what `scale` says for its number.
template <class Scale>
Matrix scaled(Matrix m, Scale&& scale) {
  for (std::size_t i = 0; i < m.rows(); ++i) {
    for (float& v : m.row(i)) v = static_cast<float>(static_cast<double>(v) * scale(i));
  }
  return m;
}

/// Factors of products and accounts that a fast search could stumble over.
struct HostileFactors {
  std::string name;
  Matrix products;
  Matrix accounts;
};

inline Matrix all_equal(std::size_t rows, std::size_t cols) {
  Matrix m(rows, cols);
  for (std::size_t i = 0; i < rows * cols; ++i) m.data()[i] = 0.3F;
  return m;
}

/// Positive values only, with the given sign.
inline Matrix one_sign(std::size_t rows, std::size_t cols, std::uint64_t seed, double sign) {
  Matrix m = random_factors(rows, cols, seed);
  for (std::size_t i = 0; i < rows * cols; ++i) {
    m.data()[i] = static_cast<float>(sign * std::abs(static_cast<double>(m.data()[i])));
  }
  return m;
}

inline std::vector<HostileFactors> hostile_factors() {
  const auto random = [](std::size_t rows, std::size_t cols) {
    return random_factors(rows, cols, rows + cols);
  };
  const auto times = [](double scale) { return [=](std::size_t) { return scale; }; };
  std::vector<HostileFactors> sets;
  const auto add = [&](const char* name, Matrix products, Matrix accounts) {
    sets.push_back({name, std::move(products), std::move(accounts)});
  };
  add("random", random(900, 24), random(70, 24));
  add("all products equal", all_equal(300, 20), random(9, 20));
  add("ties in groups", scaled(all_equal(500, 8), [](std::size_t i) { return 1.0 + i % 3; }),
      random(9, 8));
  add("one huge norm", scaled(random(400, 16), [](std::size_t i) { return i == 77 ? 1e25 : 1.0; }),
      random(9, 16));
  add("one huge account", random(400, 16),
      scaled(random(9, 16), [](std::size_t i) { return i == 3 ? 1e30 : 1.0; }));
  add("all scores negative", one_sign(500, 16, 5, -1.0), one_sign(9, 16, 6, 1.0));
  add("denormal factors", scaled(random(300, 16), times(1e-41)), random(9, 16));
  add("denormal scores", scaled(random(300, 16), times(1e-20)),
      scaled(random(9, 16), times(1e-21)));
  add("scores that underflow", scaled(random(300, 16), times(1e-30)),
      scaled(random(9, 16), times(1e-30)));
  add("norms of all magnitudes",
      scaled(random(500, 16), [](std::size_t i) { return std::pow(10.0, i % 50 - 30.0); }),
      random(9, 16));
  add("zeros", Matrix(200, 5), random(5, 5));
  add("zero accounts", random(200, 5), Matrix(5, 5));
  add("1 factor", random(1000, 1), random(66, 1));
  add("3 factors", random(1000, 3), random(5, 3));
  add("1000 factors", random(300, 1000), random(5, 1000));
  add("1 product", random(1, 16), random(5, 16));
  add("63 products", random(63, 16), random(5, 16));
  add("65 products", random(65, 65), random(65, 65));
  return sets;
}

}  // namespace upcross::test
