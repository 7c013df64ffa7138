#include <upcross/data/left_out.hpp>

namespace upcross {

std::string_view to_string(LeftOutReason reason) {
  switch (reason) {
    case LeftOutReason::no_account:
      return "no account";
    case LeftOutReason::no_product:
      return "no product";
    case LeftOutReason::zero_quantity:
      return "zero quantity";
    case LeftOutReason::negative_price:
      return "negative price";
    case LeftOutReason::not_before_as_of:
      return "not before as_of";
    case LeftOutReason::returned:
      return "purchase sent back whole";
    case LeftOutReason::return_line:
      return "return, netted against purchases";
    case LeftOutReason::return_without_purchase:
      return "return without purchase";
    case LeftOutReason::zero_price:
      return "zero price";
    case LeftOutReason::suspected_non_good:
      return "suspected non-good";
    case LeftOutReason::duplicate_across_files:
      return "same line in another file";
    case LeftOutReason::cancelled:
      return "cancelled";
    case LeftOutReason::sum_of_lines:
      return "sum of other lines";
  }
  return "unknown reason";
}

}  // namespace upcross
