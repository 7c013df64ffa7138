#pragma once

#include <cstddef>
#include <memory>

#include "data/byte_source.hpp"

namespace upcross::detail {

/// The same bytes. The first `direct` ones are read when they are asked for, those behind them by a
/// thread that keeps ahead of who asks, if the meter's call may use two. What reading throws is
/// thrown behind the bytes that were read before it. The thread ends with the source at the latest.
std::unique_ptr<ByteSource> read_ahead(std::unique_ptr<ByteSource> source, std::size_t direct,
                                       ReadMeter& meter);

}  // namespace upcross::detail
