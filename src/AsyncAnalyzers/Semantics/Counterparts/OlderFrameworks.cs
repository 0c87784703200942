using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Projects that are built for an older framework, too: what came with later versions cannot be called in all of their builds. Which
/// frameworks these are is known where the package's targets hand them on.
/// </summary>
internal static class OlderFrameworks
{
    private const string Property = "build_property._AsyncAnalyzersTargetFrameworks";

    private static readonly Version Core2 = new(2, 0);
    private static readonly Version Core3 = new(3, 0);
    private static readonly Version Net5 = new(5, 0);
    private static readonly Version Net7 = new(7, 0);
    private static readonly Version Net8 = new(8, 0);
    private static readonly Version Net9 = new(9, 0);
    private static readonly Version Net10 = new(10, 0);

    /// <summary>.NET Framework and .NET Standard up to 2.0 have nothing of what is listed.</summary>
    private static readonly Version Oldest = new(0, 0);

    /// <summary>
    /// The types that got asynchronous methods later than the synchronous ones: the version of .NET (Core), and the synchronous methods
    /// that it is said of; an empty list for all. What .NET Core 3.0 has, .NET Standard 2.1 has too.
    /// </summary>
    private static readonly ILookup<string, (Version Since, string[] Methods)> Later = new (string Type, Version Since, string[] Methods)[]
    {
        ("File", Core2, All()),
        ("File", Net7, new[] { "ReadLines" }),
        ("File", Net9, new[] { "AppendAllBytes" }),
        ("XDocument", Core2, All()),
        ("XElement", Core2, All()),
        ("DbConnection", Core3, new[] { "BeginTransaction", "Close", "ChangeDatabase" }),
        ("DbConnection", Net5, new[] { "GetSchema" }),
        ("DbTransaction", Core3, All()),
        ("DbTransaction", Net5, new[] { "Save", "Release" }),
        ("DbCommand", Core3, new[] { "Prepare" }),
        ("DbDataReader", Core3, new[] { "Close" }),
        ("DbDataReader", Net5, new[] { "GetSchemaTable", "GetColumnSchema" }),
        ("Stream", Net7, new[] { "ReadExactly", "ReadAtLeast" }),
        ("Process", Net5, new[] { "WaitForExit" }),
        ("HashAlgorithm", Net5, new[] { "ComputeHash" }),
        ("HashAlgorithm", Net7, new[] { "HashData" }),
        ("CancellationTokenSource", Net8, new[] { "Cancel" }),
        ("ZipFile", Net10, All()),
        ("ZipFileExtensions", Net10, All()),
        ("ZipArchive", Net10, All()),
        ("ZipArchiveEntry", Net10, All()),
    }.ToLookup(static one => one.Type, static one => (one.Since, one.Methods), StringComparer.Ordinal);

    /// <summary>The oldest framework of the project; null where it has all that is listed, or nothing is known.</summary>
    private static readonly ConditionalWeakTable<AnalyzerOptions, StrongBox<Version?>> Known = new();

    /// <summary>One of the project's frameworks lacks the asynchronous form of the framework's method.</summary>
    public static bool LackAsyncFormOf(IMethodSymbol method, AnalyzerOptions options)
        => OldestOf(options) is { } oldest && IsLaterThan(oldest, method);

    /// <inheritdoc cref="LackAsyncFormOf(IMethodSymbol, AnalyzerOptions)"/>
    /// <param name="call">What calls the method.</param>
    /// <param name="context">The tree of a compilation that the call is of.</param>
    public static bool LackAsyncFormOf(ExpressionSyntax call, RuleContext context)
        => OldestOf(context.AnalyzerOptions) is { } oldest
            && call is InvocationExpressionSyntax invocation
            && CallSyntax.MethodOf(invocation, context.Model.In(call.SyntaxTree)) is { } method
            && IsLaterThan(oldest, method);

    private static string[] All() => Array.Empty<string>();

    private static bool IsLaterThan(Version oldest, IMethodSymbol method)
    {
        foreach (ITypeSymbol type in method.ContainingType.SelfAndBases())
        {
            foreach ((Version since, string[] methods) in Later[type.Name])
            {
                if (oldest < since && (methods.Length == 0 || Array.IndexOf(methods, method.Name) >= 0)
                    && type.ContainingNamespace is { ContainingNamespace: not null } space
                    && (space.ToDisplayString() + ".").StartsWith("System.", StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static Version? OldestOf(AnalyzerOptions options)
        => Known.GetValue(options, static one => new StrongBox<Version?>(
            one.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(Property, out string? frameworks)
                ? frameworks.Split(',', ';').Select(VersionOf).Where(static version => version < Net10).Min()
                : null)).Value;

    /// <summary>
    /// <c>net8.0-windows</c>, <c>netcoreapp3.1</c>, <c>netstandard2.0</c>, <c>net472</c>; null for the name of another framework. From .NET
    /// 5 on there is a point in the name.
    /// </summary>
    private static Version? VersionOf(string framework)
    {
        string name = framework.Trim().Split('-')[0];
        return name.StartsWith("netstandard", StringComparison.Ordinal) ? name == "netstandard2.1" ? Core3 : Oldest
            : name.StartsWith("netcoreapp", StringComparison.Ordinal) ? Parsed(name.Substring("netcoreapp".Length))
            : !name.StartsWith("net", StringComparison.Ordinal) ? null
            : name.Length > 3 && name.Skip(3).All(char.IsDigit) ? Oldest
            : Parsed(name.Substring("net".Length));
    }

    private static Version? Parsed(string version) => Version.TryParse(version, out Version? parsed) ? parsed : null;
}
