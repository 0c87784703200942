using System.Collections.Immutable;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// What a state expects beside its marks, and which of its marks count: as far as it says nothing itself, after the state before it.
/// </summary>
internal sealed record StateExpectation(SolutionState State, MarkupMode Mode, IReadOnlyList<DiagnosticResult> Diagnostics)
{
    public static StateExpectation OfTest(SolutionState state)
        => new(state, state.MarkupHandling ?? MarkupMode.Allow, state.ExpectedDiagnostics);

    /// <summary>
    /// In a state with other contents, what can be fixed is taken as fixed: neither marks nor diagnostics of that are handed down.
    /// </summary>
    public StateExpectation InheritedBy(SolutionState state, ImmutableArray<string> fixableIds)
    {
        bool isChanged = Differs(state.Sources, State.Sources)
            || Differs(state.AdditionalFiles, State.AdditionalFiles)
            || Differs(state.AnalyzerConfigFiles, State.AnalyzerConfigFiles);
        return new(
            state.Sources.Count > 0 ? state : State,
            state.MarkupHandling ?? (isChanged ? MarkupMode.IgnoreFixable : Mode),
            state.ExpectedDiagnostics.Count > 0 ? state.ExpectedDiagnostics
                : isChanged ? [.. Diagnostics.Where(diagnostic => !fixableIds.Contains(diagnostic.Id))]
                : Diagnostics);
    }

    private static bool Differs(SourceFileCollection own, SourceFileCollection before)
        => own.Count > 0
            && (own.Count != before.Count
                || own.Zip(before).Any(pair => pair.First.filename != pair.Second.filename
                    || !pair.First.content.ContentEquals(pair.Second.content)));
}
