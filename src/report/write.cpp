#include <algorithm>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <upcross/core/parallel_for.hpp>
#include <upcross/report/write.hpp>

#include "report/columns.hpp"

namespace upcross {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t rows_at_once = 1 << 15;  ///< whose text is held: some megabytes
constexpr std::size_t rows_of_a_task = 256;

/// Writes what `append(row, text)` makes of the rows, which it is called for by all threads.
template <class Append>
void write_rows(std::ostream& out, std::span<const Recommendation> rows, const Execution& execution,
                Append append) {
  for (; !rows.empty(); rows = rows.subspan(std::min(rows.size(), rows_at_once))) {
    const auto some = rows.first(std::min(rows.size(), rows_at_once));
    std::vector<std::string> texts((some.size() + rows_of_a_task - 1) / rows_of_a_task);
    parallel_for(execution, texts.size(), [&](std::size_t task, unsigned) {
      const auto rest = some.subspan(task * rows_of_a_task);
      for (const Recommendation& row : rest.first(std::min(rest.size(), rows_of_a_task))) {
        append(row, texts[task]);
      }
    });
    execution.throw_if_stopped("writing");
    for (const std::string& text : texts) out << text;
  }
}

void append_quoted(const std::string& field, std::string& line) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) {
    line += field;
    return;
  }
  line += '"';
  for (const char c : field) line.append(c == '"' ? 2 : 1, c);
  line += '"';
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
               Language language, std::string_view currency, const Execution& execution) {
  std::string header;
  for (const OutputColumn& column : output_columns()) header.append(column.name).append(",");
  header.back() = '\n';
  out << header;
  write_rows(out, recommendations.rows, execution,
             [&](const Recommendation& row, std::string& text) {
               const RowContext context{recommendations, row, data, language, currency};
               for (const OutputColumn& column : output_columns()) {
                 append_quoted(column.cell(context).text, text);
                 text += ',';
               }
               text.back() = '\n';
             });
}

void write_json_lines(std::ostream& out, const Recommendations& recommendations,
                      const Dataset& data, Language language, std::string_view currency,
                      const Execution& execution) {
  write_rows(out, recommendations.rows, execution,
             [&](const Recommendation& row, std::string& text) {
               const Json line = to_json({recommendations, row, data, language, currency});
               // Names that are no UTF-8 get replacement characters: a nightly file must not fail
               // for one.
               text += line.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
             });
}

}  // namespace upcross
