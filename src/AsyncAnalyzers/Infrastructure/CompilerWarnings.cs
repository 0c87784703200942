using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>What the compiler says itself, and what its users have told it not to say.</summary>
internal static class CompilerWarnings
{
    private static readonly ConditionalWeakTable<SyntaxTree, Pragma[]> Pragmas = new();

    public const string AsyncWithoutAwait = "CS1998";

    /// <summary>An asynchronous iterator takes a token, and none of its parameters has <c>[EnumeratorCancellation]</c>.</summary>
    public const string UnmarkedToken = "CS8425";

    /// <summary>
    /// The compiler of this process warns of CS1998. Roslyn 4.x does, newer ones have lost it; between them no version number draws the
    /// line, so its list of codes is asked. Demos and tests, which run on an old Roslyn, set it to see what the rule says on a new one.
    /// </summary>
    public static bool IncludeAsyncWithoutAwait { get; set; }
        = typeof(CSharpCompilation).Assembly.GetType("Microsoft.CodeAnalysis.CSharp.ErrorCode") is { IsEnum: true } codes
            && Enum.IsDefined(codes, 1998);

    /// <summary>
    /// Whoever wrote the code does not want to hear of it: by <c>#pragma warning disable</c>, a project's <c>NoWarn</c> or an
    /// .editorconfig.
    /// </summary>
    public static bool IsSilenced(string code, SyntaxNode node, Compilation compilation, CancellationToken cancellationToken)
    {
        if (compilation.Options.SpecificDiagnosticOptions.TryGetValue(code, out ReportDiagnostic severity)
            || compilation.Options.SyntaxTreeOptionsProvider?.TryGetDiagnosticValue(
                node.SyntaxTree, code, cancellationToken, out severity) == true)
        {
            return severity is ReportDiagnostic.Suppress or ReportDiagnostic.Hidden;
        }

        return IsDisabledAt(node, code);
    }

    /// <summary>The node stands behind <c>#pragma warning disable</c> of the code.</summary>
    public static bool IsDisabledAt(SyntaxNode node, string code)
    {
        bool disabled = false;
        foreach (Pragma pragma in Pragmas.GetValue(node.SyntaxTree, static tree => PragmasOf(tree)))
        {
            if (pragma.Position >= node.SpanStart)
            {
                break;
            }

            if (pragma.Codes.Any(named => named == code || "CS" + named == code))
            {
                disabled = pragma.IsDisabling;
            }
        }

        return disabled;
    }

    /// <summary>Each step to the next directive goes over the nodes between: once a tree, not for each question.</summary>
    private static Pragma[] PragmasOf(SyntaxTree tree)
    {
        var found = new List<Pragma>();
        for (DirectiveTriviaSyntax? directive = tree.GetRoot().GetFirstDirective();
            directive is not null;
            directive = directive.GetNextDirective())
        {
            if (directive is PragmaWarningDirectiveTriviaSyntax pragma)
            {
                found.Add(new Pragma(
                    pragma.SpanStart,
                    pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword),
                    pragma.ErrorCodes.Select(static code => code.ToString()).ToArray()));
            }
        }

        return found.ToArray();
    }

    private sealed record Pragma(int Position, bool IsDisabling, string[] Codes);
}
