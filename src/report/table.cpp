#include "report/table.hpp"

namespace upcross {

std::string in_periods(const std::vector<Day>& cuts, int days) {
  std::string text = " in " + std::to_string(cuts.size()) +
                     (cuts.size() == 1 ? " period of " : " periods of ") + std::to_string(days) +
                     " days from";
  for (const Day cut : cuts) text += " " + iso(cut);
  return text;
}

}  // namespace upcross
