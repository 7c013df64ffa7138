#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <upcross/interactions/interaction_matrix.hpp>

namespace upcross::bench {

inline double processor_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

template <class T>
std::vector<T> read(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<T> values(static_cast<std::size_t>(file.tellg()) / sizeof(T));
  file.seekg(0).read(reinterpret_cast<char*>(values.data()),
                     static_cast<std::streamsize>(values.size() * sizeof(T)));
  return values;
}

template <class Index>
std::shared_ptr<const IdTable<Index>> numbered(std::size_t size) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < size; ++i) ids.push_back(std::to_string(10'000'000 + i));
  return std::make_shared<const IdTable<Index>>(std::move(ids));
}

/// The folder holds starts.u64 and indexes.u32 of compressed rows, accounts x products.
inline InteractionMatrix read_matrix(const std::string& folder, std::size_t products) {
  InteractionMatrix::Parts parts;
  const auto starts = read<std::uint64_t>(folder + "/starts.u64");
  parts.by_account.starts.assign(starts.begin(), starts.end());
  parts.by_account.indexes = read<std::uint32_t>(folder + "/indexes.u32");
  parts.by_account.values.assign(parts.by_account.indexes.size(), 1.0F);
  parts.account_ids = numbered<AccountIndex>(starts.size() - 1);
  parts.product_ids = numbered<ProductIndex>(products);
  parts.seen.starts.assign(starts.size(), 0);
  return InteractionMatrix(std::move(parts));
}

}  // namespace upcross::bench
