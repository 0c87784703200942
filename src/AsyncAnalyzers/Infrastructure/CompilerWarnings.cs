namespace AsyncAnalyzers.Semantics;

/// <summary>What the compiler says itself, and what its users have told it not to say.</summary>
internal static class CompilerWarnings
{
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
        for (DirectiveTriviaSyntax? directive = node.SyntaxTree.GetRoot().GetFirstDirective(); directive is not null
            && directive.SpanStart < node.SpanStart; directive = directive.GetNextDirective())
        {
            if (directive is PragmaWarningDirectiveTriviaSyntax pragma
                && pragma.ErrorCodes.Any(named => named.ToString() is var text && (text == code || "CS" + text == code)))
            {
                disabled = pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword);
            }
        }

        return disabled;
    }
}
