#include <ostream>

#include <nlohmann/json.hpp>

#include <upcross/report/write.hpp>

#include "report/columns.hpp"

namespace upcross {
namespace {

using Json = nlohmann::ordered_json;

template <class Visit>
void for_each_row(const Recommendations& recommendations, const Dataset& data, Language language,
                  std::string_view currency, Visit visit) {
  for (const Recommendation& row : recommendations.rows) {
    visit(RowContext{recommendations, row, data, language, currency});
  }
}

std::string quoted(const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string text = "\"";
  for (const char c : field) text.append(c == '"' ? 2 : 1, c);
  return text + "\"";
}

Json to_json(const Cell& cell) {
  switch (cell.sort) {
    case Cell::Sort::not_known:
      return nullptr;
    case Cell::Sort::text:
      return cell.text;
    case Cell::Sort::number:
      return Json::parse(cell.text);
  }
  return nullptr;
}

std::string_view word(ReasonType type) {
  switch (type) {
    case ReasonType::own_purchase:
      return "own_purchase";
    case ReasonType::other_purchases:
      return "other_purchases";
    case ReasonType::bought_now:
      return "bought_now";
    case ReasonType::others_went_on:
      return "others_went_on";
    case ReasonType::costs_more:
      return "costs_more";
    case ReasonType::popular_lately:
      return "popular_lately";
    case ReasonType::trend:
      return "trend";
    case ReasonType::similar_accounts:
      return "similar_accounts";
    case ReasonType::similar_products:
      return "similar_products";
  }
  return {};
}

Json told_count(const Reason& reason, std::size_t count) {
  return reason.type == ReasonType::others_went_on ? Json(count) : Json(nullptr);
}

Json to_json(const Reason& reason, const Dataset& data) {
  const Cell difference = money_cell(reason.price_difference);
  Cell id;
  Cell name;
  if (reason.product) {
    id = text_cell((*data.product_ids())[*reason.product]);
    name = text_cell(data.product(*reason.product).name);
  }
  return {{"type", word(reason.type)},
          {"product_id", to_json(id)},
          {"product_name", to_json(name)},
          {"contribution", reason.contribution},
          {"last_bought", to_json(day_cell(reason.last_bought))},
          {"purchases", reason.purchases},
          {"accounts", told_count(reason, reason.accounts)},
          {"of_accounts", told_count(reason, reason.of_accounts)},
          {"price_difference", to_json(difference)}};
}

Json to_json(const RowContext& context) {
  Json line;
  for (const OutputColumn& column : output_columns()) {
    line[std::string(column.name)] = to_json(column.cell(context));
  }
  Json reasons = Json::array();
  for (const Reason& reason : context.row.reasons) {
    reasons.push_back(to_json(reason, context.data));
  }
  line["reason_list"] = std::move(reasons);
  return line;
}

}  // namespace

void write_csv(std::ostream& out, const Recommendations& recommendations, const Dataset& data,
               Language language, std::string_view currency) {
  std::string line;
  for (const OutputColumn& column : output_columns()) line.append(column.name).append(",");
  line.back() = '\n';
  out << line;
  for_each_row(recommendations, data, language, currency, [&](const RowContext& context) {
    line.clear();
    for (const OutputColumn& column : output_columns()) {
      line.append(quoted(column.cell(context).text)).append(",");
    }
    line.back() = '\n';
    out << line;
  });
}

void write_json_lines(std::ostream& out, const Recommendations& recommendations,
                      const Dataset& data, Language language, std::string_view currency) {
  for_each_row(recommendations, data, language, currency, [&](const RowContext& context) {
    // Names that are no UTF-8 get replacement characters: a nightly file must not fail for one.
    out << to_json(context).dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  });
}

}  // namespace upcross
