#include <limits>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/scoring/scan_table.hpp>

#include "kernels/table.hpp"
#include "scoring/scan_layout.hpp"
#include "support/hostile_factors.hpp"

namespace upcross {
namespace {

TEST(ScanTable, HoldsEveryRowOnceByFallingNorm) {
  const Matrix rows = test::random_factors(150, 20, 1);
  const ScanTable table(rows);
  const ScanTable::Layout& layout = table.layout();
  EXPECT_EQ(table.rows(), 150U);
  EXPECT_EQ(table.factors(), 20U);
  ASSERT_EQ(layout.blocks.size(), 3U);
  for (std::uint32_t row = 0; row < 150; ++row) {
    const std::uint32_t slot = layout.slot_of_row[row];
    EXPECT_EQ(layout.row_of_slot[slot], row);
    for (std::size_t k = 0; k < 20; ++k) {
      EXPECT_EQ(layout.values[slot * layout.stride + k], rows.row(row)[layout.dimensions[k]]);
    }
  }
  EXPECT_GE(layout.blocks[0].norm, layout.blocks[1].norm);
  EXPECT_GE(layout.blocks[1].norm, layout.blocks[2].norm);
}

/// The row of a slot as its codes have it.
std::vector<double> decoded(const ScanTable::Layout& layout, std::size_t slot) {
  const kernels::ScanBlock& block = layout.blocks[slot / 64];
  std::vector<double> result;
  for (std::size_t k = 0; k < layout.factors; ++k) {
    const int code = block.codes[(k / 4 * 64 + slot % 64) * 4 + k % 4];
    result.push_back(static_cast<double>(block.scales[slot % 64]) * layout.unit *
                     (code - kernels::active().code_limit));
  }
  return result;
}

TEST(ScanTable, KnowsWhatItsCodesLose) {
  for (const test::HostileFactors& set : test::hostile_factors()) {
    const ScanTable table(set.products);
    const ScanTable::Layout& layout = table.layout();
    for (std::size_t slot = 0; slot < table.rows(); ++slot) {
      const std::vector<double> codes = decoded(layout, slot);
      double lost = 0.0;
      for (std::size_t k = 0; k < codes.size(); ++k) {
        lost +=
            std::pow(static_cast<double>(layout.values[slot * layout.stride + k]) - codes[k], 2);
      }
      EXPECT_LE(std::sqrt(lost), static_cast<double>(layout.blocks[slot / 64].code_error))
          << set.name << ", slot " << slot;
    }
  }
}

TEST(ScanTable, FoldsFactorsIntoRows) {
  const std::vector<float> twice = {2.0F}, offset = {-1.0F};
  Matrix row(1, 1);
  row.row(0)[0] = 3.0F;
  const ScanTable table(row, {twice, offset});
  EXPECT_EQ(table.layout().values[0], 6.0F);
  EXPECT_EQ(table.layout().offsets[0], -1.0F);
}

std::string message_of(const Matrix& rows, const ScoreAdjustment& adjustment) {
  try {
    const ScanTable table(rows, adjustment);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    return error.what();
  }
  return "nothing was thrown";
}

TEST(ScanTable, RefusesWhatHasNoScore) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  Matrix rows = test::random_factors(2, 3, 1);
  const std::vector<float> bad = {1.0F, infinity}, zero = {1.0F, 0.0F}, few = {1.0F};
  const std::string factor_fault =
      "ScanTable: row 1 has a factor that is not a positive, finite number";
  EXPECT_EQ(message_of(rows, {.factors = bad}), factor_fault);
  EXPECT_EQ(message_of(rows, {.factors = zero}), factor_fault);
  EXPECT_EQ(message_of(rows, {.factors = few}), "ScanTable: there must be one factor per row");
  EXPECT_EQ(message_of(rows, {.offsets = few}), "ScanTable: there must be one offset per row");
  EXPECT_EQ(message_of(rows, {.offsets = bad}),
            "ScanTable: row 1 has an offset that is not finite");
  rows.row(1)[2] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(message_of(rows, {}), "ScanTable: row 1 holds a value that is not finite");
  EXPECT_EQ(message_of(Matrix(2, 0), {}), "ScanTable: there are 0 factors, expected 1 .. 65,536");
}

}  // namespace
}  // namespace upcross
