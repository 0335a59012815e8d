/* A library that an attacker leaves beside a download, and a careless program that loads it. Built by test_program_start.py. */
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
    return count > 1 && LoadLibraryA(names[1]) ? 0 : 1;
}
#endif
