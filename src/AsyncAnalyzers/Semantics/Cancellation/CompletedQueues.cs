namespace AsyncAnalyzers.Semantics;

/// <summary>Whether the code of a compilation tells the readers of channels and queues that nothing more will come.</summary>
internal static class CompletedQueues
{
    private static readonly string[] Completions = { "Complete", "TryComplete", "CompleteAdding" };

    /// <summary>Somewhere <c>Complete</c>, <c>TryComplete</c> or <c>CompleteAdding</c> is named: what is read may end by itself.</summary>
    public static bool AreIn(Compilation compilation, CancellationToken cancellationToken)
        => Array.Exists(Completions, name => ProjectMentions.Of(name, compilation, cancellationToken).Any());
}
