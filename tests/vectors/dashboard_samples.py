"""Dashboard: every message once; for `generate`."""

from daypass.protocol import dashboard, registry, restarting
from daypass.protocol.messages import Record

AT = 1_790_000_000_123


def every_message() -> list[Record]:
    overview = dashboard.Overview(
        computer_name="PC-1", edition="Windows 11 Pro", build="22631.3007", architecture="x86_64", processor="Processor", cores=4,
        booted_at=AT, cpu=123, memory=2**34, memory_used=2**33, people=("ana",),
        disks=(dashboard.Disk(name="C:\\", size=2**40, free=2**39),),
        adapters=(dashboard.Adapter(name="Ethernet", addresses=("192.0.2.1", "2001:db8::1")),),
        battery=80, plugged_in=True, restart_pending=("updates",),
        antivirus=(dashboard.SecurityProduct(name="Scanner", on=True, up_to_date=False),),
    )  # fmt: skip
    return [
        dashboard.DashboardReady(panels=tuple(dashboard.Panel), shells=(dashboard.Shell.POWERSHELL,), person="ana", known=("event_times",)),
        overview,
        dashboard.LoadSample(
            at=AT, cores=(0, 1000), memory=2**34, memory_used=2**33, disk_read=0, disk_written=2**20, received=1500, sent=64
        ),
        dashboard.TableRows(
            panel=dashboard.Panel.SERVICES,
            first=True,
            rows=(dashboard.TableRow(key="Spooler", cells=("Impressão", "Spooler", "running", "automatic", "4", "LocalSystem", "")),),
            gone=("Old",),
            read_on="Spooler",
        ),
        dashboard.PanelFailed(panel=dashboard.Panel.TASKS, dp="DP-803"),
        dashboard.ActionDone(action=1),
        dashboard.ActionDone(action=2, dp="DP-801"),
        dashboard.TerminalOpened(terminal=1, account="ana", token=bytes(range(16))),
        dashboard.TerminalResumed(terminal=1, typed=2**40),
        dashboard.TerminalTyped(terminal=1, bytes=70_000),
        dashboard.TerminalOutput(terminal=1, output=b"\x1b[2J\xc3"),
        dashboard.TerminalOver(terminal=1, dp="DP-806"),
        dashboard.ResumeTerminal(terminal=1, token=bytes(range(16)), received=2**40),
        dashboard.WatchPanel(panel=dashboard.Panel.LOAD),
        dashboard.UnwatchPanel(panel=dashboard.Panel.LOAD),
        dashboard.ReadEvents(
            log="System", levels=(dashboard.EventLevel.ERROR,), source="disk", event=7, text="C:",
            since=AT, until=AT + 1, question=9, before="12345",
        ),
        dashboard.EndProcess(action=1, pid=4242, started_at=AT),
        dashboard.SetPriority(action=2, pid=4242, started_at=AT, priority=dashboard.Priority.BELOW_NORMAL),
        dashboard.ControlService(action=3, name="Spooler", order=dashboard.ServiceAction.RESTART),
        dashboard.SetServiceStart(action=4, name="Spooler", start=dashboard.ServiceStart.DELAYED),
        dashboard.SwitchStartup(action=13, key="HKLM Example", on=False),
        registry.KeyPage(
            question=1,
            keys=(registry.SubKey(name="Example", parent=True),),
            values=(registry.RegistryValue(name="", kind=1, data=b"a\0\0\0", size=4),),
        ),
        registry.KeyPage(question=2, keys=(), values=(), last=True, dp="DP-803"),
        registry.ReadKey(question=1, path="HKEY_LOCAL_MACHINE\\Software", view=registry.RegistryView.WIDE),
        registry.CreateKey(action=7, path="HKEY_LOCAL_MACHINE\\Software", view=registry.RegistryView.NARROW, name="Example"),
        registry.RenameKey(action=8, path="HKEY_LOCAL_MACHINE\\Software\\Example", view=registry.RegistryView.WIDE, name="Other"),
        registry.DeleteKey(action=9, path="HKEY_LOCAL_MACHINE\\Software\\Other", view=registry.RegistryView.WIDE),
        registry.SetValue(
            action=10, path="HKEY_CURRENT_USER\\Console", view=registry.RegistryView.WIDE, name="Size", kind=4, data=b"\1\0\0\0", fresh=True
        ),
        registry.RenameValue(action=11, path="HKEY_CURRENT_USER\\Console", view=registry.RegistryView.WIDE, name="a", new_name="b"),
        registry.DeleteValue(action=12, path="HKEY_CURRENT_USER\\Console", view=registry.RegistryView.WIDE, name="b"),
        restarting.RestartState(
            modes=tuple(restarting.RestartMode),
            safe_mode=False,
            planned=restarting.PlannedRestart(at=AT, mode=restarting.RestartMode.SAFE, technician="Technician One"),
            answer=restarting.RestartAnswer.LATER,
        ),
        restarting.RestartState(modes=(), safe_mode=True, dp="DP-810"),
        restarting.PlanRestart(action=5, mode=restarting.RestartMode.NORMAL, in_s=3600),
        restarting.WithdrawRestart(action=6),
        dashboard.OpenTerminal(terminal=1, shell=dashboard.Shell.COMMAND_PROMPT, elevated=False, columns=80, rows=25),
        dashboard.TerminalInput(terminal=1, input=b"dir\r"),
        dashboard.ResizeTerminal(terminal=1, columns=120, rows=40),
        dashboard.TerminalTaken(terminal=1, bytes=4096),
        dashboard.CloseTerminal(terminal=1),
    ]  # fmt: skip
