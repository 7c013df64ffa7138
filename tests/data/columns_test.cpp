#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/data/columns.hpp>

namespace upcross {
namespace {

TEST(Columns, NormalizesHeaders) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"InvoiceNo", "invoice_no"},
      {"invoice no", "invoice_no"},
      {"CustomerID", "customer_id"},
      {"Customer ID", "customer_id"},
      {"SKUCode", "sku_code"},
      {"SKU", "sku"},
      {"Kunden-Nr.", "kunden_nr"},
      {"  unit__price\t", "unit_price"},
      {"KUNDE", "kunde"},
      {"line2Total", "line2_total"},
      {"St\xc3\xbc"
       "ckpreis",
       "st\xc3\xbc"
       "ckpreis"},
      {"", ""},
      {"--", ""}};
  for (const auto& [header, expected] : cases) EXPECT_EQ(normalized_header(header), expected);
}

TEST(Columns, NormalizingTwiceChangesNothing) {
  for (const char* header : {"InvoiceNo", "Kunden - Nr.", "aB cD-E", "XMLFile"}) {
    EXPECT_EQ(normalized_header(normalized_header(header)), normalized_header(header));
  }
}

std::vector<std::string_view> names_of(std::span<const ColumnSpec> columns) {
  std::vector<std::string_view> names;
  for (const ColumnSpec& column : columns) names.push_back(column.name);
  return names;
}

TEST(Columns, AreThoseOfTheDocumentation) {
  using Names = std::vector<std::string_view>;
  EXPECT_EQ(names_of(purchase_columns()),
            (Names{"account_id", "product_id", "timestamp", "quantity", "unit_price", "order_id",
                   "unit_cost", "currency", "price_unit", "line_total", "account_name",
                   "product_name", "document_type", "order_status", "cancelled"}));
  EXPECT_EQ(names_of(product_columns()),
            (Names{"product_id", "name", "category", "subcategory", "family", "tier", "size",
                   "pack", "brand", "list_price", "cost", "price_unit", "sellable", "blocked",
                   "valid_from", "valid_to", "replaced_by", "minimum_quantity"}));
  EXPECT_EQ(names_of(account_columns()),
            (Names{"account_id", "name", "parent_id", "segment", "industry", "region", "size",
                   "owner", "key_account", "status"}));
}

TEST(Columns, AHeaderFitsAtMostOneColumnOfAFile) {
  for (const auto columns : {purchase_columns(), product_columns(), account_columns()}) {
    std::set<std::string_view> seen;
    for (const ColumnSpec& column : columns) {
      EXPECT_TRUE(seen.insert(column.name).second) << column.name;
      for (const std::string_view alias : column.aliases) {
        EXPECT_TRUE(seen.insert(alias).second) << alias;
        EXPECT_EQ(normalized_header(alias), alias);
      }
    }
  }
}

TEST(Columns, RequireOnlyIdsAndTheTime) {
  std::size_t required = 0;
  for (const ColumnSpec& column : purchase_columns()) required += column.required ? 1 : 0;
  EXPECT_EQ(required, 3U);
}

std::string advice(std::string_view column) { return "name " + std::string(column); }

TEST(BindColumns, FindsUsualNamesAndChoices) {
  const std::vector<std::string> headers = {"Menge", "KUNDE", "Artikel-Nr", "extra", "Datum"};
  const std::vector<ColumnChoice> choices = {{"account", "extra"}};
  const auto found = bind_columns(headers, purchase_columns(), choices, advice);
  ASSERT_EQ(found.size(), purchase_columns().size());
  EXPECT_EQ(found[0], 3U);
  EXPECT_EQ(found[1], 2U);
  EXPECT_EQ(found[2], 4U);
  EXPECT_EQ(found[3], 0U);
  EXPECT_EQ(found[4], std::nullopt);
}

TEST(BindColumns, ABareNumberIsTheIdInAListAndADoubtAmongPurchases) {
  const std::vector<std::string> list = {"No.", "Description", "Unit Price"};
  EXPECT_EQ(bind_columns(list, product_columns(), {}, advice).front(), 0U);
  const std::vector<std::string> customers = {"Name 1", "Nr."};
  EXPECT_EQ(bind_columns(customers, account_columns(), {}, advice).front(), 1U);

  const std::vector<std::string> lines = {"Sell-to Customer No.", "Document No.", "No.",
                                          "Description", "Posting Date"};
  try {
    bind_columns(lines, purchase_columns(), {}, advice);
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "both 'No.' and 'Description' could be product_id; choose one: name product_id");
  }
  const std::vector<ColumnChoice> choices = {{"product", "No."}};
  EXPECT_EQ(bind_columns(lines, purchase_columns(), choices, advice)[1], 2U);
  const std::vector<std::string> numbered = {"Nr.", "Kunde", "Artikel", "Datum"};
  EXPECT_EQ(bind_columns(numbered, purchase_columns(), {}, advice)[1], 2U);
}

TEST(BindColumns, TellsWhatWasSeenAndHowToChoose) {
  const std::vector<std::string> headers = {"what", "sku", "date"};
  try {
    bind_columns(headers, purchase_columns(), {}, advice);
    FAIL() << "not refused";
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_EQ(error.code(), ErrorCode::invalid_input);
    EXPECT_NE(message.find("no column is account_id. Headers found: 'what', 'sku', 'date'"),
              std::string::npos);
    EXPECT_TRUE(message.ends_with("Or name it: name account_id"));
  }
}

}  // namespace
}  // namespace upcross
