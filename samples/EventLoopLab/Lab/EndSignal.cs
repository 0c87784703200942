using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EventLoopLab.Lab;

/// <summary>
/// How one process tells another to end: by SIGTERM on Linux and macOS. Windows has no such signal for a process without a window;
/// there it is an event of the system with a name that both know.
/// </summary>
internal static class EndSignal
{
    private const int Terminate = 15;

    /// <summary>Listens for the signal. It is heard once this returns.</summary>
    /// <param name="received">Called on another thread when it comes, instead of ending the process.</param>
    /// <returns>What ends the listening.</returns>
    public static IDisposable Receive(Action received)
    {
        if (OperatingSystem.IsWindows())
        {
            var signal = new EventWaitHandle(initialState: false, EventResetMode.ManualReset, NameFor(Environment.ProcessId));
            ThreadPool.RegisterWaitForSingleObject(signal, (_, _) => received(), null, Timeout.Infinite, executeOnlyOnce: true);
            return signal;
        }

        return PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            received();
        });
    }

    /// <summary>Sends the signal to a process that listens.</summary>
    /// <returns>The name of the signal.</returns>
    public static string Send(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            using var signal = EventWaitHandle.OpenExisting(NameFor(process.Id));
            signal.Set();
            return NameFor(process.Id);
        }

        return Kill(process.Id, Terminate) == 0
            ? nameof(PosixSignal.SIGTERM)
            : throw new InvalidOperationException($"Process {process.Id} cannot be signalled.");
    }

    private static string NameFor(int processId) => $"EventLoopLab.End.{processId}";

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
