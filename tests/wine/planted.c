/* What is planted on the customer's PC: a library that an attacker leaves beside a download; a careless program that loads the one
   it is told of, and without any stays running under whatever name it was given. */
#include <stdio.h>
#include <windows.h>

#ifdef LIBRARY
BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved)
{
    if (reason == DLL_PROCESS_ATTACH) {
        wchar_t own[MAX_PATH], program[MAX_PATH];
        GetModuleFileNameW(self, own, MAX_PATH);
        GetModuleFileNameW(NULL, program, MAX_PATH);
        FILE *marker = _wfopen(L"C:\\planted.txt", L"a");
        if (marker) {
            fwprintf(marker, L"%ls in %ls\n", own, program);
            fclose(marker);
        }
    }
    return TRUE;
}
#else
int main(int count, char **names)
{
    if (count < 2)
        Sleep(INFINITE);
    return LoadLibraryA(names[1]) ? 0 : 1;
}
#endif
