#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>

#include "frames.hpp"
#include "offers.hpp"

void bind_recommendations(nb::module_& module) {
  nb::class_<Offers>(module, "Offers", "Rows of recommendations.")
      .def("__len__", [](const Offers& offers) { return offers.list.rows.size(); })
      .def_prop_ro("model_id", [](const Offers& offers) { return offers.list.model_id; })
      .def_prop_ro(
          "as_of",
          [](const Offers& offers) { return offers.list.as_of.time_since_epoch().count(); })
      .def_prop_ro("horizon_days", [](const Offers& offers) { return offers.list.horizon_days; })
      .def("column", column_of, nb::arg("name"), nb::arg("language"), nb::arg("currency"),
           "A column of all rows.")
      .def("reasons", reasons_of, nb::arg("row"), "The causes of one row.");
}
