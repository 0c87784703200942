using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Expected and actual diagnostics side by side.</summary>
internal static class DiagnosticComparison
{
    /// <summary>What is missing and what is too much; null where neither is.</summary>
    /// <param name="expected">What is expected.</param>
    /// <param name="actual">What is reported.</param>
    /// <param name="onMatch">Told of each report that is as expected.</param>
    public static string? Describe(
        IEnumerable<DiagnosticResult> expected, List<Diagnostic> actual, Action<Diagnostic, DiagnosticResult>? onMatch = null)
    {
        var missing = new List<DiagnosticResult>();
        var unexpected = actual.ToList();
        foreach (DiagnosticResult result in
            expected.OrderByDescending(result => result.HasLocation).ThenByDescending(result => result.Message is not null))
        {
            int index = unexpected.FindIndex(diagnostic => Matches(result, diagnostic));
            if (index < 0)
            {
                missing.Add(result);
            }
            else
            {
                onMatch?.Invoke(unexpected[index], result);
                unexpected.RemoveAt(index);
            }
        }

        if (missing.Count == 0 && unexpected.Count == 0)
        {
            return null;
        }

        var message = new StringBuilder();
        foreach (DiagnosticResult result in missing)
        {
            message.Append("  expected, not reported: ").AppendLine(result.ToString());
        }

        foreach (Diagnostic diagnostic in unexpected)
        {
            message.Append("  reported, not expected: ").Append(Describe(diagnostic)).AppendLine();
        }

        foreach (SyntaxTree tree in unexpected.Select(diagnostic => diagnostic.Location.SourceTree).OfType<SyntaxTree>().Distinct())
        {
            message.Append("  ").Append(tree.FilePath).AppendLine(":").AppendLine(tree.ToString());
        }

        return message.ToString();
    }

    public static string Describe(Diagnostic diagnostic)
        => $"{diagnostic.Severity} {diagnostic.Id} at {DiagnosticResult.Describe(diagnostic.Location.GetLineSpan())}: "
            + diagnostic.GetMessage()
            + string.Concat(diagnostic.AdditionalLocations.Select(location => " + " + DiagnosticResult.Describe(location.GetLineSpan())));

    private static bool Matches(DiagnosticResult expected, Diagnostic actual)
    {
        if (expected.Id != actual.Id
            || (!expected.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) && expected.Severity != actual.Severity)
            || (expected.Message is { } message && message != actual.GetMessage()))
        {
            return false;
        }

        if (!expected.HasLocation)
        {
            return actual.Location == Location.None;
        }

        if (!At(expected.Spans[0], actual.Location))
        {
            return false;
        }

        return expected.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations)
            || (actual.AdditionalLocations.Count == expected.Spans.Length - 1
                && actual.AdditionalLocations.Zip(expected.Spans.Skip(1), (location, span) => At(span, location)).All(matches => matches));
    }

    private static bool At(DiagnosticLocation expected, Location actual)
    {
        FileLinePositionSpan span = actual.GetLineSpan();
        return span.Path == expected.Span.Path
            && span.StartLinePosition == expected.Span.StartLinePosition
            && (expected.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength) || span.EndLinePosition == expected.Span.EndLinePosition);
    }
}
