#include "bind_als.hpp"

#include <memory>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>
#include <string>
#include <utility>
#include <vector>

#include <upcross/upcross.hpp>

#include "fit_options.hpp"
#include "frames.hpp"
#include "views.hpp"
#include "watch.hpp"

namespace {

/// Ids whose byte order is that of the numbers 0 .. count-1.
template <class Index>
std::shared_ptr<const upcross::IdTable<Index>> numbered_ids(std::size_t count) {
  const std::size_t digits = std::to_string(count).size();
  std::vector<std::string> ids;
  ids.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    ids.push_back(std::string(digits - number.size(), '0') + number);
  }
  return std::make_shared<const upcross::IdTable<Index>>(ids);
}

upcross::InteractionMatrix matrix_of(const Column<std::uint64_t>& starts,
                                     const Column<std::uint32_t>& indexes,
                                     const Column<float>& values, std::size_t columns) {
  upcross::SparseRows rows;
  rows.starts.assign(starts.data(), starts.data() + starts.size());
  rows.indexes.assign(indexes.data(), indexes.data() + indexes.size());
  rows.values.assign(values.data(), values.data() + values.size());
  upcross::SparseRows seen = rows;
  seen.values.clear();
  const std::size_t accounts = rows.rows();
  return upcross::InteractionMatrix({.as_of = {},
                                     .account_ids = numbered_ids<upcross::AccountIndex>(accounts),
                                     .product_ids = numbered_ids<upcross::ProductIndex>(columns),
                                     .by_account = std::move(rows),
                                     .seen = std::move(seen),
                                     .left_out_products = {},
                                     .left_out = {}});
}

using Factors = std::tuple<FactorView, FactorView, std::vector<double>>;

Factors fit_als(const Column<std::uint64_t>& starts, const Column<std::uint32_t>& indexes,
                const Column<float>& values, std::size_t columns, const nb::dict& options,
                unsigned threads, const nb::object& progress) {
  const upcross::AlsOptions asked = fit_options(options).als;
  auto fit = watched(threads, progress, [&](const upcross::Execution& execution) {
    const auto matrix = matrix_of(starts, indexes, values, columns);
    return std::make_unique<upcross::AlsFit>(upcross::fit_als(matrix, asked, execution));
  });
  upcross::AlsFit* kept = fit.release();
  const nb::capsule owner(kept, [](void* p) noexcept { delete static_cast<upcross::AlsFit*>(p); });
  return {view_of(kept->model.account_factors(), owner),
          view_of(kept->model.product_factors(), owner), kept->report.loss};
}

}  // namespace

void bind_als(nb::module_& module) {
  module.def("fit_als", fit_als, nb::arg("starts"), nb::arg("indexes"), nb::arg("values"),
             nb::arg("columns"), nb::arg("options"), nb::arg("threads"), nb::arg("progress").none(),
             "Factorizes compressed rows: account factors, product factors, losses.");
}
