using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Projects that are built for .NET Framework or .NET Standard 2.0, too: what came with later versions cannot be called in all of their
/// builds. Which frameworks these are is known where the package's targets hand them on.
/// </summary>
internal static class OlderFrameworks
{
    private const string Property = "build_property._AsyncAnalyzersTargetFrameworks";

    /// <summary>The types that got all or some of their asynchronous methods later: these methods, or null for all.</summary>
    private static readonly Dictionary<string, string[]?> Later = new(StringComparer.Ordinal)
    {
        ["File"] = null,
        ["DbConnection"] = new[] { "BeginTransaction", "Close", "ChangeDatabase" },
        ["DbTransaction"] = null,
        ["DbCommand"] = new[] { "Prepare" },
        ["XDocument"] = null,
        ["XElement"] = null,
        ["ZipFile"] = null,
        ["ZipArchive"] = null,
        ["ZipArchiveEntry"] = null,
        ["Stream"] = new[] { "ReadExactly", "ReadAtLeast" },
    };

    private static readonly ConditionalWeakTable<AnalyzerOptions, StrongBox<bool>> Known = new();

    /// <summary>One of the project's frameworks lacks the asynchronous form of the framework's method.</summary>
    public static bool LackAsyncFormOf(IMethodSymbol method, AnalyzerOptions options)
        => AreTargeted(options) && IsLater(method);

    /// <inheritdoc cref="LackAsyncFormOf(IMethodSymbol, AnalyzerOptions)"/>
    /// <param name="call">What calls the method.</param>
    /// <param name="context">The tree of a compilation that the call is of.</param>
    public static bool LackAsyncFormOf(ExpressionSyntax call, RuleContext context)
        => AreTargeted(context.AnalyzerOptions)
            && call is InvocationExpressionSyntax invocation
            && CallSyntax.MethodOf(invocation, context.Model.In(call.SyntaxTree)) is { } method
            && IsLater(method);

    private static bool IsLater(IMethodSymbol method)
        => method.ContainingType.SelfAndBases().Any(type => Later.TryGetValue(type.Name, out string[]? methods)
            && type.ContainingNamespace is { ContainingNamespace: not null } space
            && (space.ToDisplayString() + ".").StartsWith("System.", StringComparison.Ordinal)
            && (methods is null || Array.IndexOf(methods, method.Name) >= 0));

    private static bool AreTargeted(AnalyzerOptions options)
        => Known.GetValue(options, static one => new StrongBox<bool>(
            one.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(Property, out string? frameworks)
                && frameworks.Split(',', ';').Any(IsOlder))).Value;

    /// <summary><c>net472</c>, <c>netstandard2.0</c>; from .NET 5 on there is a point in the name.</summary>
    private static bool IsOlder(string framework)
        => framework.Trim() is var name
            && (name is "netstandard2.0" || name.StartsWith("netstandard1", StringComparison.Ordinal)
                || name.StartsWith("netcoreapp1", StringComparison.Ordinal)
                || (name.StartsWith("net", StringComparison.Ordinal) && name.Length is 5 or 6 && name.Skip(3).All(char.IsDigit)));
}
