namespace EventLoopLab.Lab;

/// <summary>One way to write a program.</summary>
/// <param name="Name">What is different about it.</param>
/// <param name="Run">Runs and measures it. Called on a thread of its own, which is not a pool thread.</param>
internal sealed record Variant(string Name, Action<Trial> Run)
{
    /// <summary>The pitfall of a flawed variant, in a sentence; null where it has none.</summary>
    public string? Pitfall { get; init; }

    /// <summary>
    /// The rule that reports the pitfall, on the line that ends with a comment <c>// flaw: ASYNCnnnn</c>;
    /// null where there is no pitfall, or no rule for it.
    /// </summary>
    public string? Rule { get; init; }
}
