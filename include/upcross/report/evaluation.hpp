#pragma once

#include <string>

#include <upcross/evaluation/evaluate.hpp>

namespace upcross {

/// The evaluation as a table for people: English, a line per way of ranking, the measures as in
/// evaluation/evaluate.hpp with the 90 % intervals of NDCG and of the lift; revenue, coverage and
/// Gini for new products alone.
std::string evaluation_text(const Evaluation& evaluation);

}  // namespace upcross
