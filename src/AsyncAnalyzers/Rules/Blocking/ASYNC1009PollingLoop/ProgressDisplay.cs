namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Loops that show something from time to time: a clock, a spinner, a progress bar, a line in the log. That their period drifts harms
/// nobody.
/// </summary>
internal static class ProgressDisplay
{
    private static readonly HashSet<string> Verbs = new(StringComparer.Ordinal)
    {
        "Animate", "Blink", "Display", "Draw", "Invalidate", "Log", "Print", "Redraw", "Render", "Repaint", "Show", "Spin",
    };

    private static readonly HashSet<string> Words =
        new(StringComparer.Ordinal) { "Clock", "Countdown", "Cursor", "Label", "Progress", "Screen", "Spinner", "Title", "Ui", "UI" };

    private static readonly HashSet<string> Properties = new(StringComparer.Ordinal)
    {
        "Caption", "Content", "Elapsed", "Percent", "Percentage", "Progress",
        "ProgressPercentage", "Remaining", "Status", "StatusText", "Text", "Title", "ToolTip",
    };

    /// <summary>Posts what it is given to the user interface.</summary>
    private static readonly HashSet<string> Posting =
        new(StringComparer.Ordinal) { "BeginInvoke", "Invoke", "InvokeAsync", "Post", "RunOnUIThread", "TryEnqueue" };

    /// <summary>Something is shown in the loop, and apart from the delay nothing else is done that takes time.</summary>
    public static bool IsAllOf(PeriodicLoop loop, CodeModel model)
    {
        bool shows = false;
        foreach (SyntaxNode node in loop.Loop.Descendants(node => node != loop.Delay))
        {
            if (node is AssignmentExpressionSyntax { Left: var left })
            {
                shows |= left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var property } && Properties.Contains(property);
            }
            else if (node is IdentifierNameSyntax { Identifier.ValueText: "StateHasChanged" })
            {
                shows = true;
            }
            else if (node is InvocationExpressionSyntax call && call != loop.Call)
            {
                if (CallSyntax.CalledName(call) is not { } name || CallSyntax.MethodOf(call, model) is not { } method)
                {
                    return false;
                }

                bool isDisplay = IsDisplay(name, method, model.Types);
                shows |= isDisplay;
                if (!isDisplay
                    && name != "StateHasChanged"
                    && !Posting.Contains(name)
                    && !PureApis.Contains(method)
                    && method.ContainingType?.SpecialType == SpecialType.None)
                {
                    return false;
                }
            }
        }

        return shows;
    }

    private static bool IsDisplay(string name, IMethodSymbol method, KnownTypes types)
        => method.ContainingType.Is(types.Console) || method.ContainingType.Is(types.Trace)
            || method.ContainingType is { Name: "Debug" or "IProgress" or "Progress" or "ILogger" or "LoggerExtensions" }
            || (name == "Refresh" && method.Parameters.IsEmpty && method.ReturnsVoid)
            || (NameWords.Of(name) is { Count: > 0 } words && (Verbs.Contains(words[0]) || words.Any(Words.Contains)));
}
