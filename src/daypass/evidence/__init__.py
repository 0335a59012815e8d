"""What people save of a session and can check later, without the server and without the PC: activity log and chat.

The host writes by it, and everybody may check by it (`python -m daypass.evidence FILE`). The console's twin for chats is
`console/src/features/chat/transcript-file.ts`.
"""
