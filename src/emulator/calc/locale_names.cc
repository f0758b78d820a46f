#include "emulator/calc/locale_names.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace sheetkeeper::emulator::calc {
namespace {

// Those that a spreadsheet's settings offer, and what its API takes besides.
constexpr std::string_view kNames[] = {
    "af_ZA", "ar_AE",  "ar_EG", "ar_SA", "az_AZ", "be_BY",  "bg_BG", "bn_BD", "bn_IN", "ca_ES",
    "cs_CZ", "cy_GB",  "da_DK", "de_AT", "de_BE", "de_CH",  "de_DE", "de_LI", "de_LU", "el_GR",
    "en_AU", "en_CA",  "en_GB", "en_HK", "en_IE", "en_IN",  "en_NZ", "en_PH", "en_SG", "en_US",
    "en_ZA", "es_419", "es_AR", "es_BO", "es_CL", "es_CO",  "es_CR", "es_DO", "es_EC", "es_ES",
    "es_GT", "es_HN",  "es_MX", "es_NI", "es_PA", "es_PE",  "es_PY", "es_SV", "es_US", "es_UY",
    "es_VE", "et_EE",  "eu_ES", "fa_IR", "fi_FI", "fil_PH", "fr_BE", "fr_CA", "fr_CH", "fr_FR",
    "fr_LU", "gl_ES",  "gu_IN", "he_IL", "hi_IN", "hr_HR",  "hu_HU", "hy_AM", "id_ID", "in_ID",
    "is_IS", "it_CH",  "it_IT", "iw_IL", "ja_JP", "ka_GE",  "kk_KZ", "km_KH", "kn_IN", "ko_KR",
    "lo_LA", "lt_LT",  "lv_LV", "mk_MK", "ml_IN", "mn_MN",  "mr_IN", "ms_MY", "my_MM", "nb_NO",
    "ne_NP", "nl_BE",  "nl_NL", "nn_NO", "no_NO", "pa_IN",  "pl_PL", "pt_BR", "pt_PT", "ro_RO",
    "ru_RU", "si_LK",  "sk_SK", "sl_SI", "sq_AL", "sr_RS",  "sv_SE", "sw_KE", "ta_IN", "te_IN",
    "th_TH", "tl_PH",  "tr_TR", "uk_UA", "ur_PK", "uz_UZ",  "vi_VN", "zh_CN", "zh_HK", "zh_TW",
    "zu_ZA"};

}  // namespace

bool IsLocaleName(std::string_view name) {
  std::string wanted(name);
  std::replace(wanted.begin(), wanted.end(), '-', '_');
  return std::any_of(std::begin(kNames), std::end(kNames), [&](std::string_view known) {
    return known == wanted || known.substr(0, known.find('_')) == wanted;
  });
}

}  // namespace sheetkeeper::emulator::calc
