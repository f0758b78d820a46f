# What a package installs. Manual pages are made by the program from its own help; a cross build
# runs it by CMAKE_CROSSCOMPILING_EMULATOR.

# As Debian has it, wherever the prefix is.
if(CMAKE_LIBRARY_ARCHITECTURE)
  set(CMAKE_INSTALL_LIBDIR lib/${CMAKE_LIBRARY_ARCHITECTURE})
endif()
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS sheetkeeper sheetkeeper-bot RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(CODE "file(CREATE_LINK sheetkeeper
  \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/sync_worker\" SYMBOLIC)")

set(pages "")
function(sk_man_page file)
  add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/man/${file}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/man
    COMMAND sheetkeeper ${ARGN} --help=man > ${CMAKE_BINARY_DIR}/man/${file}
    DEPENDS sheetkeeper VERBATIM)
  set(pages ${pages} ${CMAKE_BINARY_DIR}/man/${file} PARENT_SCOPE)
endfunction()
sk_man_page(sheetkeeper.1 help)
foreach(command worker sync init doctor plan diff status watch health stats conflicts resolve rejected log schema
        held approve revert pause resume resync undo)
  sk_man_page(sheetkeeper-${command}.1 ${command})
endforeach()
sk_man_page(sheetkeeper.toml.5 help config)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/man/sheetkeeper-emulate.1
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/man
  COMMAND sheetkeeper emulate --help > ${CMAKE_BINARY_DIR}/man/emulate.txt
  COMMAND ${CMAKE_COMMAND} -DHELP=${CMAKE_BINARY_DIR}/man/emulate.txt
          -DPAGE=${CMAKE_BINARY_DIR}/man/sheetkeeper-emulate.1
          -P ${PROJECT_SOURCE_DIR}/cmake/emulate_page.cmake
  DEPENDS sheetkeeper ${PROJECT_SOURCE_DIR}/cmake/emulate_page.cmake VERBATIM)
list(APPEND pages ${CMAKE_BINARY_DIR}/man/sheetkeeper-emulate.1)
file(WRITE ${CMAKE_BINARY_DIR}/man/sync_worker.1 ".so man1/sheetkeeper-worker.1\n")
add_custom_target(man ALL DEPENDS ${pages})

foreach(page ${pages} ${CMAKE_BINARY_DIR}/man/sync_worker.1)
  string(REGEX MATCH "[0-9]$" section ${page})
  install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()

install(FILES src/bot/sheetkeeper-bot.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES src/bot/bot.toml.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)

install(FILES deploy/bash-completion/sheetkeeper
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES deploy/zsh-completion/_sheetkeeper
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES deploy/fish-completion/sheetkeeper.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(DIRECTORY deploy/alex12060 deploy/monitoring
  DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/sheetkeeper/examples USE_SOURCE_PERMISSIONS)

# libsheetkeeper-reader, found by pkg-config and by find_package(sheetkeeper-reader).
set(reader_cmake ${CMAKE_INSTALL_LIBDIR}/cmake/sheetkeeper-reader)
configure_file(cmake/reader/sheetkeeper-reader.pc.in ${CMAKE_BINARY_DIR}/sheetkeeper-reader.pc @ONLY)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/sheetkeeper-reader-config-version.cmake
  COMPATIBILITY SameMajorVersion)
install(TARGETS sheetkeeper_reader EXPORT reader_targets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT reader NAMELINK_COMPONENT reader)
install(EXPORT reader_targets NAMESPACE sheetkeeper:: FILE sheetkeeper-reader-targets.cmake
  DESTINATION ${reader_cmake} COMPONENT reader)
install(FILES cmake/reader/sheetkeeper-reader-config.cmake
  ${CMAKE_BINARY_DIR}/sheetkeeper-reader-config-version.cmake
  DESTINATION ${reader_cmake} COMPONENT reader)
install(FILES ${CMAKE_BINARY_DIR}/sheetkeeper-reader.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT reader)
install(FILES src/reader/reader.h src/reader/c_reader.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/sheetkeeper COMPONENT reader)
