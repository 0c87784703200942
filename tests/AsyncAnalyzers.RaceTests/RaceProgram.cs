namespace AsyncAnalyzers.RaceTests;

/// <summary>
/// A program of the suite. Its first comment tells what it does; a racy one says in its second which rules report it, or why none does:
/// <c>// reported: ASYNC3001</c> or <c>// missed: …</c>.
/// </summary>
/// <param name="Name">The name of its file.</param>
/// <param name="IsRacy">In some order of its threads it loses data, throws or hangs. The others never do.</param>
/// <param name="Source">Its code, a console application.</param>
public sealed record RaceProgram(string Name, bool IsRacy, string Source)
{
    private const string ReportedMark = "// reported: ";
    private const string MissedMark = "// missed: ";

    /// <summary>All programs, by name.</summary>
    public static ImmutableSortedDictionary<string, RaceProgram> All { get; } = Read();

    /// <summary>The code around them: usings, and what they state.</summary>
    public static string Shared { get; } = File.ReadAllText(Path.Combine(Folder, "Shared.cs"));

    /// <summary>The rules that report it; none where it is missed or safe.</summary>
    public ImmutableSortedSet<string> Reported
        => SecondLine.StartsWith(ReportedMark, StringComparison.Ordinal)
            ? SecondLine[ReportedMark.Length..].Split(", ").ToImmutableSortedSet(StringComparer.Ordinal)
            : [];

    /// <summary>The program is racy, no rule says so, and its text tells why.</summary>
    public bool IsMissed => SecondLine.StartsWith(MissedMark, StringComparison.Ordinal) && SecondLine.Length > MissedMark.Length + 5;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Programs");

    private string SecondLine => Source.Split('\n')[1].TrimEnd('\r');

    private static ImmutableSortedDictionary<string, RaceProgram> Read()
        => Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetDirectoryName(file) != Folder)
            .Select(file => new RaceProgram(
                Path.GetFileNameWithoutExtension(file), Path.GetFileName(Path.GetDirectoryName(file)) == "Racy", File.ReadAllText(file)))
            .ToImmutableSortedDictionary(program => program.Name, program => program, StringComparer.Ordinal);
}
