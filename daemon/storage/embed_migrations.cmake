# SPDX-License-Identifier: Apache-2.0
# cmake -DOUTPUT=<file.cpp> -DMIGRATIONS=<a.sql,b.sql…> -P embed_migrations.cmake
# Writes the migrations, in the order given, as one C++ source.
string(REPLACE "," ";" MIGRATIONS "${MIGRATIONS}")
set(text "// SPDX-License-Identifier: Apache-2.0\n#include \"daemon/storage/migrations.h\"\n\n")
string(APPEND text "namespace ensemble::storage {\n\nconst std::vector<Migration>& migrations() {\n")
string(APPEND text "    static const std::vector<Migration> all{\n")
foreach(file IN LISTS MIGRATIONS)
    get_filename_component(name ${file} NAME)
    file(READ ${file} sql)
    string(APPEND text "        {\"${name}\", R\"sql(${sql})sql\"},\n")
endforeach()
string(APPEND text "    };\n    return all;\n}\n\n}  // namespace ensemble::storage\n")
file(WRITE ${OUTPUT} "${text}")
