/* bcdedit.exe of a PC whose boot loader only remembers: safe mode is set as long as C:\\safeboot is there. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

int main(int count, char **asked)
{
    static const char *setting = "C:\\safeboot";
    if (count == 5 && !strcmp(asked[1], "/set") && !strcmp(asked[3], "safeboot") && !strcmp(asked[4], "network")) {
        FILE *made = fopen(setting, "w");
        return made ? fclose(made) : 1;
    }
    if (count == 4 && !strcmp(asked[1], "/deletevalue") && !strcmp(asked[3], "safeboot"))
        return remove(setting);
    if (count == 3 && !strcmp(asked[1], "/enum"))
        return puts(GetFileAttributesA(setting) == INVALID_FILE_ATTRIBUTES ? "identifier {current}" : "safeboot Network") < 0;
    return 1;
}
