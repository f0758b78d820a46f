# sk_test(NAME SOURCES x_test.cc... [LIBS target...])
#
# One GoogleTest program; each of its tests is a ctest test. sk_require_all_tests_listed() fails the
# configuration when a *_test.cc exists below tests/ that no sk_test names: a test that left the
# build silently proves nothing.

include(GoogleTest)

function(sk_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${ARG_LIBS} GTest::gtest GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
  foreach(source ${ARG_SOURCES})
    set_property(GLOBAL APPEND PROPERTY SK_LISTED_TESTS ${CMAKE_CURRENT_SOURCE_DIR}/${source})
  endforeach()
endfunction()

function(sk_require_all_tests_listed)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/*_test.cc)
  get_property(listed GLOBAL PROPERTY SK_LISTED_TESTS)
  if(listed)
    list(REMOVE_ITEM found ${listed})
  endif()
  if(found)
    message(FATAL_ERROR "test files that no sk_test() names: ${found}")
  endif()
endfunction()
