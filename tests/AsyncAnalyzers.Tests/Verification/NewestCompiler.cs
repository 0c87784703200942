using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AsyncAnalyzers.Semantics;

namespace AsyncAnalyzers.Tests.Verification;

/// <summary>The tests run on old Roslyns too; what their rules leave to the compiler there is tested as if it were the newest one.</summary>
internal static partial class NewestCompiler
{
    /// <summary>The Roslyn of this run warns of CS1998 itself.</summary>
    public static bool OwnWarningOfAsyncWithoutAwait { get; private set; }

    /// <summary>
    /// Where the rule reports, such a compiler warns too: of a lambda at its arrow, else at the same place. Its warning counts in the
    /// test of a fix that serves it.
    /// </summary>
    public static string WithOwnWarning(string marked)
        => MarkedMember().Replace(MarkedLambda().Replace(marked, "$1$2{|CS1998:$3|}"), "{|CS1998:$1|}");

    [GeneratedRegex(@"((?:\[\||\{\|#\d+:)async(?:\|\]|\|\}))([^=]*?)(=>|\bdelegate\b)")]
    private static partial Regex MarkedLambda();

    [GeneratedRegex(@"((?:\[\||\{\|#\d+:)(?!async\|)[^|]*(?:\|\]|\|\}))")]
    private static partial Regex MarkedMember();

    [ModuleInitializer]
    internal static void Assume()
    {
        OwnWarningOfAsyncWithoutAwait = CompilerWarnings.IncludeAsyncWithoutAwait;
        CompilerWarnings.IncludeAsyncWithoutAwait = false;
    }

    /// <summary>From Roslyn 5 on the compiler reports a dropped task in top-level statements that await nothing, too (CS4014).</summary>
    public static string WithUnawaitedWarning(string source)
        => typeof(Microsoft.CodeAnalysis.CSharp.CSharpCompilation).Assembly.GetName().Version!.Major < 5 ? source
            : source.Replace("[|", "{|CS4014:[|", StringComparison.Ordinal).Replace("|]", "|]|}", StringComparison.Ordinal);
}
