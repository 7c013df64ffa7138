#pragma once

#include <string>

#include <upcross/data/read.hpp>

#include "support/temp_files.hpp"

namespace upcross::test {

/// What the text of one file of purchases becomes.
inline Dataset read(const std::string& purchases) {
  const TempFiles files;
  return read_dataset(Source{.purchases = {files.write("purchases.csv", purchases)}});
}

inline constexpr AccountIndex first_account{0};
inline constexpr ProductIndex first_product{0};

}  // namespace upcross::test
