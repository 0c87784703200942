namespace AsyncAnalyzers.Showcase.Sources;

/// <summary>
/// Flawed code in a program's own source. It stands between the comment lines <c>&lt;bad&gt;</c> and <c>&lt;/bad&gt;</c>, what the
/// code fix makes of it between <c>&lt;good&gt;</c> and <c>&lt;/good&gt;</c>.
/// </summary>
/// <param name="Sources">The sources of the program.</param>
/// <param name="File">The file, relative to the project, with forward slashes.</param>
internal sealed record Specimen(ProgramSources Sources, string File)
{
    /// <summary>The path of the file, from the root of the repository.</summary>
    public string Path => Sources.Folder + File;

    /// <summary>What follows <c>bad</c> and <c>good</c> in the comment lines of a file with several specimens; else empty.</summary>
    public string Mark { get; init; } = "";

    /// <summary>The id of the rule that flags it; null where none does.</summary>
    public string? Rule { get; init; }

    /// <summary>Why no rule flags it; null where one does.</summary>
    public string? NoRule { get; init; }

    /// <summary>Why no code fix writes the repaired half; null where one does. The repair is then shown as one by hand.</summary>
    public string? NoFix { get; init; }
}
