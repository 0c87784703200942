namespace EventLoopLab.Lab;

/// <summary>One way to write a program.</summary>
/// <param name="Name">What is different about it.</param>
/// <param name="Run">Runs and measures it. Called on a thread of its own, which is not a pool thread.</param>
internal sealed record Variant(string Name, Action<Trial> Run)
{
    /// <summary>
    /// The pitfall of a flawed variant, in a sentence; null where it has none. The flawed code stands in the program's file between
    /// the comment lines <c>&lt;bad&gt;</c> and <c>&lt;/bad&gt;</c>, its repair between <c>&lt;good&gt;</c> and <c>&lt;/good&gt;</c>.
    /// </summary>
    public string? Pitfall { get; init; }

    /// <summary>The rule that reports the pitfall; null where there is no pitfall, or no rule for it.</summary>
    public string? Rule { get; init; }

    /// <summary>Why no rule reports the pitfall.</summary>
    public string? NoRule { get; init; }

    /// <summary>Why no code fix writes the repair.</summary>
    public string? NoFix { get; init; }

    /// <summary>What follows <c>bad</c> and <c>good</c> in the comment lines, in a file with several flawed variants.</summary>
    public string Mark { get; init; } = "";
}
