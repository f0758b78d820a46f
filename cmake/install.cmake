# What a package installs. Manual pages are made by the program from its own help; a cross build
# runs it by CMAKE_CROSSCOMPILING_EMULATOR.

include(GNUInstallDirs)

install(TARGETS sheetkeeper RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
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
foreach(command worker sync status health stats)
  sk_man_page(sheetkeeper-${command}.1 ${command})
endforeach()
sk_man_page(sheetkeeper.toml.5 help config)
file(WRITE ${CMAKE_BINARY_DIR}/man/sync_worker.1 ".so man1/sheetkeeper-worker.1\n")
add_custom_target(man ALL DEPENDS ${pages})

foreach(page ${pages} ${CMAKE_BINARY_DIR}/man/sync_worker.1)
  string(REGEX MATCH "[0-9]$" section ${page})
  install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()

install(FILES deploy/bash-completion/sheetkeeper
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(DIRECTORY deploy/alex12060 deploy/monitoring
  DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/sheetkeeper/examples USE_SOURCE_PERMISSIONS)
