# SPDX-License-Identifier: Apache-2.0
# Turns a folder of built files into an assembler source that includes their bytes and a C++ table
# of them. Compressible files are included a second time, compressed.
# Arguments: DIST (folder, may be missing), OUTPUT (folder for the results), BROTLI (program).
file(REMOVE_RECURSE ${OUTPUT}/plain ${OUTPUT}/compressed)
file(MAKE_DIRECTORY ${OUTPUT}/plain ${OUTPUT}/compressed)
set(assembler ".section .rodata\n")
set(table "// Generated.\n#include \"daemon/page/assets.h\"\n\nextern \"C\" {\n")
set(rows "")
set(count 0)
file(GLOB_RECURSE files RELATIVE ${DIST} ${DIST}/*)
list(SORT files)
foreach(file ${files})
    set(plain "asset_${count}")
    # A copy, so that building the page anew does not pull the files away from the assembler.
    configure_file(${DIST}/${file} ${OUTPUT}/plain/${count} COPYONLY)
    string(APPEND assembler
        ".global ${plain}\n.global ${plain}_end\n${plain}:\n.incbin \"${OUTPUT}/plain/${count}\"\n${plain}_end:\n.byte 0\n")
    string(APPEND table "extern const char ${plain}[], ${plain}_end[];\n")
    set(packed "nullptr, nullptr")
    if(file MATCHES "\\.(js|css|html|svg|json|wasm|webmanifest|txt)$")
        execute_process(
            COMMAND ${BROTLI} -q 11 -f -o ${OUTPUT}/compressed/${count}.br ${DIST}/${file}
            RESULT_VARIABLE failed)
        if(failed)
            message(FATAL_ERROR "brotli could not compress ${file}")
        endif()
        string(APPEND assembler
            ".global ${plain}_br\n.global ${plain}_br_end\n${plain}_br:\n.incbin \"${OUTPUT}/compressed/${count}.br\"\n${plain}_br_end:\n.byte 0\n")
        string(APPEND table "extern const char ${plain}_br[], ${plain}_br_end[];\n")
        set(packed "${plain}_br, ${plain}_br_end")
    endif()
    string(APPEND rows "    {\"${file}\", ${plain}, ${plain}_end, ${packed}},\n")
    math(EXPR count "${count} + 1")
endforeach()
string(APPEND table "}\n\nnamespace ensemble::page {\n\nnamespace {\nconst EmbeddedFile files[] = {\n"
    "${rows}    {\"\", nullptr, nullptr, nullptr, nullptr},\n};\n}  // namespace\n\n"
    "std::span<const EmbeddedFile> embedded_files() { return {files, ${count}}; }\n\n"
    "}  // namespace ensemble::page\n")
string(APPEND assembler ".section .note.GNU-stack,\"\",@progbits\n")
file(WRITE ${OUTPUT}/page_assets.S "${assembler}")
file(WRITE ${OUTPUT}/page_assets.cpp "${table}")
