#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "texts.hpp"

/// The structures of the Arrow C data and stream interfaces, as their specification lays them out.
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  ArrowSchema** children;
  ArrowSchema* dictionary;
  void (*release)(ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  ArrowArray** children;
  ArrowArray* dictionary;
  void (*release)(ArrowArray*);
  void* private_data;
};

struct ArrowArrayStream {
  int (*get_schema)(ArrowArrayStream*, ArrowSchema*);
  int (*get_next)(ArrowArrayStream*, ArrowArray*);
  const char* (*get_last_error)(ArrowArrayStream*);
  void (*release)(ArrowArrayStream*);
  void* private_data;
};

/// A column of texts as codes into different texts.
struct FactorizedTexts {
  std::unique_ptr<std::uint32_t[]> codes;  ///< 0xffffffff where there is none
  std::size_t size = 0;
  Texts texts;
};

/// A column of an Arrow producer: strings or bytes of any layout, plain or by dictionary.
class ArrowColumn {
 public:
  /// Takes all chunks out of the stream, which the caller goes on owning. Throws
  /// std::invalid_argument for a column that holds no texts, and std::runtime_error with what the
  /// producer says where it fails.
  explicit ArrowColumn(ArrowArrayStream& stream);
  ~ArrowColumn();
  ArrowColumn(ArrowColumn&&) noexcept;
  ArrowColumn& operator=(ArrowColumn&&) = delete;

  /// Needs no interpreter lock. O(bytes).
  FactorizedTexts factorized() const;

 private:
  std::string format_;
  std::string dictionary_format_;  ///< empty = the values are the texts themselves
  std::vector<ArrowArray> chunks_;
};
