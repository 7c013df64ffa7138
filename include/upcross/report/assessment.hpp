#pragma once

#include <iosfwd>
#include <string>

#include <upcross/data/assess.hpp>
#include <upcross/data/dataset.hpp>

namespace upcross {

/// The assessment as a page for people: English, lines of at most 100 characters, the first ten
/// suspected non-goods. Says of each kind of recommendation whether this version computes it.
std::string assessment_text(const Assessment& assessment, const Dataset& data);

/// All of it as one JSON object; what is unknown is null, shares are 0 .. 1, days ISO.
void write_assessment_json(std::ostream& out, const Assessment& assessment, const Dataset& data);

}  // namespace upcross
