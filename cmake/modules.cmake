# sk_module(NAME SOURCES file... [LIBS target...] [PRIVATE_LIBS target...])
#
# A folder of src/ as a static library sk_NAME. Includes are written from src/.

function(sk_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS;PRIVATE_LIBS" ${ARGN})
  add_library(sk_${name} STATIC ${ARG_SOURCES})
  target_include_directories(sk_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(sk_${name} PUBLIC ${ARG_LIBS} PRIVATE ${ARG_PRIVATE_LIBS})
endfunction()
