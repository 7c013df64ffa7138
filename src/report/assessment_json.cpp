#include <cmath>
#include <ostream>

#include <nlohmann/json.hpp>

#include <upcross/data/remarks.hpp>
#include <upcross/recommend/recommendation.hpp>
#include <upcross/report/assessment.hpp>

#include "report/assessment_fields.hpp"

namespace upcross {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(std::size_t count) { return count; }
Json to_json(Share share) { return share.value; }
Json to_json(Number number) { return number.value; }
Json to_json(Money money) { return std::round(money.value * 100.0) / 100.0; }
Json to_json(std::optional<Day> day) { return day ? Json(iso(*day)) : Json(nullptr); }

Json to_json(const LeftOut& left_out) {
  Json counts = Json::object();
  for (std::size_t i = 0; i < left_out_reasons; ++i) {
    const auto reason = static_cast<LeftOutReason>(i);
    if (left_out[reason] > 0) counts[std::string(to_string(reason))] = left_out[reason];
  }
  return counts;
}

Json to_json(const ColumnCoverage& row) {
  return {{"column", row.column},
          {"known", row.known},
          {"of", row.of},
          {"counted", row.counted},
          {"without", row.without}};
}

Json to_json(const SuspectedNonGood& one, const Dataset& data) {
  return {{"product_id", (*data.product_ids())[one.product]},
          {"product_name", data.product(one.product).name},
          {"evidence", one.evidence}};
}

Json to_json(const KindAssessment& one) {
  return {{"kind", one.kind},
          {"meaning", one.meaning},
          {"verdict", to_string(one.verdict)},
          {"computed", parse_kind(one.kind).has_value()},
          {"why", one.why},
          {"to_add", one.to_add}};
}

}  // namespace

void write_assessment_json(std::ostream& out, const Assessment& assessment, const Dataset& data) {
  Json page;
  for (const AssessmentField& field : assessment_fields()) {
    page[std::string(field.name)] =
        std::visit([](auto value) { return to_json(value); }, field.value(assessment));
  }
  page["dates_plausible"] = assessment.lines.has_default_as_of;
  page["left_out"] = to_json(assessment.left_out);
  page["columns"] = Json::array();
  for (const ColumnCoverage& row : assessment.columns) page["columns"].push_back(to_json(row));
  page["suspected_non_goods"] = Json::array();
  for (const SuspectedNonGood& one : assessment.suspected) {
    page["suspected_non_goods"].push_back(to_json(one, data));
  }
  page["kinds"] = Json::array();
  page["unused_headers"] = data.unused_headers();
  page["remarks"] = remarks_on_purchases(data);
  for (std::string& one : remarks_on_master_headers(data)) page["remarks"].push_back(one);
  for (const KindAssessment& one : assessment.kinds) page["kinds"].push_back(to_json(one));
  out << page.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace upcross
