using System.Runtime.CompilerServices;
using AsyncAnalyzers.Semantics;

namespace AsyncAnalyzers.Tests.Verification;

/// <summary>The tests run on old Roslyns too; what their rules leave to the compiler there is tested as if it were the newest one.</summary>
internal static class NewestCompiler
{
    /// <summary>The Roslyn of this run warns of CS1998 itself.</summary>
    public static bool OwnWarningOfAsyncWithoutAwait { get; private set; }

    [ModuleInitializer]
    internal static void Assume()
    {
        OwnWarningOfAsyncWithoutAwait = CompilerWarnings.IncludeAsyncWithoutAwait;
        CompilerWarnings.IncludeAsyncWithoutAwait = false;
    }
}
