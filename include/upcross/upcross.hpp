#pragma once

#include <upcross/core/error.hpp>
#include <upcross/data/assess.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/data/read.hpp>
#include <upcross/data/remarks.hpp>
#include <upcross/data/suspected.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/model/als.hpp>
#include <upcross/model/fold_in.hpp>
#include <upcross/recommend/cross_sell.hpp>
#include <upcross/recommend/recommend.hpp>
#include <upcross/recommend/up_sell.hpp>
#include <upcross/report/assessment.hpp>
#include <upcross/report/write.hpp>
#include <upcross/version.hpp>
