using System.Runtime.CompilerServices;
using AsyncAnalyzers.Semantics;

namespace AsyncAnalyzers.Showcase.Sources;

/// <summary>The demos inspect their sources by an old Roslyn; what rules leave to it is shown as they say it on the newest.</summary>
internal static class NewestCompiler
{
    [ModuleInitializer]
    internal static void Assume() => CompilerWarnings.IncludeAsyncWithoutAwait = false;
}
