; The one file a customer downloads. It shows nothing of its own: it unpacks the host into a private folder, runs it from
; there and deletes the folder. The host starts this same file a second time, as administrator, with `install …`.
;
; No plug-in and no solid compression: both would put bytes of ours into %TEMP%, where an administrator's process must not
; read them back from. build_host.py defines VERSION, RUNTIME, ICON, PROGRAM and the texts.

Target amd64-unicode
Unicode true
Name "Daypass"
Caption "Daypass"
OutFile "${PROGRAM}"
Icon "${ICON}"
RequestExecutionLevel user
ManifestSupportedOS Win10
ManifestDPIAware true
ManifestDPIAwareness "PerMonitorV2, PerMonitor"
SetCompressor lzma
SetCompressorDictSize 32
SetDateSave off
CRCCheck force

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "Daypass"
VIAddVersionKey /LANG=0 "FileDescription" "Daypass support"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "InternalName" "DaypassSupport"
VIAddVersionKey /LANG=0 "OriginalFilename" "DaypassSupport.exe"
VIAddVersionKey /LANG=0 "LegalCopyright" "AGPL-3.0-or-later"

!include FileFunc.nsh
!include LogicLib.nsh
!include texts.nsh

!define ERROR_ELEVATION_REQUIRED 740

Var Folder
Var Arguments
Var Administrator
Var ExitCode
Var Message

; Silent only from here on: a damaged download is found out before, and said.
Function .onInit
  SetSilent silent
FunctionEnd

Section
  ${GetParameters} $Arguments
  Call ChooseFolder
  SetOutPath "$Folder"
  ClearErrors
  File /r "${RUNTIME}/*"
  ${If} ${Errors}
    !insertmacro ChooseText NO_ROOM
    Call GiveUp
  ${EndIf}
  ${If} $Arguments == ""
    StrCpy $Arguments "first-stage"
  ${EndIf}
  ClearErrors
  ExecWait '"$Folder\pythonw.exe" -I -m daypass.host $Arguments --program "$EXEPATH"' $ExitCode
  ${If} ${Errors}
    !insertmacro ChooseText BLOCKED
    Call GiveUp
  ${EndIf}
  Call DeleteFolder
  SetErrorLevel $ExitCode
SectionEnd

; Where only administrators write, whenever this process may write there; else below the person's own folders. What was
; asked to install must be an administrator.
Function ChooseFolder
  StrCpy $Administrator 1
  StrCpy $1 "$PROGRAMFILES64"
  ClearErrors
  GetTempFileName $0 $1
  ${If} ${Errors}
    StrCpy $Administrator 0
    StrCpy $2 $Arguments 7
    ${If} $2 == "install"
      SetErrorLevel ${ERROR_ELEVATION_REQUIRED}
      Quit
    ${EndIf}
    StrCpy $1 "$LOCALAPPDATA\Temp"
    CreateDirectory $1
    GetTempFileName $0 $1
  ${EndIf}
  Delete $0
  ${GetFileName} $0 $2
  StrCpy $Folder "$1\Daypass-$2"
  CreateDirectory $Folder
  ${If} $Administrator = 1
    ; Nothing inherited, nobody but the system and administrators; before the first file is in it.
    ExecShellWait "open" "$SYSDIR\icacls.exe" '"$Folder" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F' SW_HIDE
  ${EndIf}
FunctionEnd

; A program that has just ended may hold its files for a moment, and a virus scanner for several.
Function DeleteFolder
  SetOutPath "$SYSDIR"
  ${For} $0 1 40
    RMDir /r $Folder
    ${IfNot} ${FileExists} "$Folder\*.*"
      Return
    ${EndIf}
    Sleep 250
  ${Next}
  RMDir /r /REBOOTOK $Folder
FunctionEnd

Function GiveUp
  Call DeleteFolder
  MessageBox MB_OK|MB_ICONEXCLAMATION|MB_SETFOREGROUND "$Message"
  SetErrorLevel 1
  Quit
FunctionEnd

; Out of room while writing: NSIS itself stops and calls this.
Function .onInstFailed
  !insertmacro ChooseText NO_ROOM
  Call GiveUp
FunctionEnd
