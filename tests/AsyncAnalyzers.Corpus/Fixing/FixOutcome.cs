using System.Globalization;
using AsyncAnalyzers.Corpus.Output;

namespace AsyncAnalyzers.Corpus.Fixing;

/// <summary>What came of one application of a fix.</summary>
/// <param name="Report">The report that is fixed; for fix-all the first of them.</param>
/// <param name="Scope">"one", or the scope of fix-all and where: "project Shop", "solution".</param>
/// <param name="Title">The title of the action.</param>
/// <param name="Key">Its equivalence key.</param>
internal sealed record FixOutcome(Report Report, string Scope, string Title, string Key)
{
    /// <summary>Text of a document changed.</summary>
    public bool IsChanged { get; init; }

    /// <summary>Compile errors that were not there before.</summary>
    public ImmutableArray<string> NewErrors { get; init; } = [];

    /// <summary>Compiler warnings that were not there before.</summary>
    public ImmutableArray<string> NewWarnings { get; init; } = [];

    /// <summary>What the fix threw, or null.</summary>
    public string? Exception { get; init; }

    /// <summary>The difference it makes.</summary>
    public string Diff { get; init; } = "";

    /// <summary>One report's action alone.</summary>
    public bool IsAlone => Scope == "one";

    /// <summary>A line of the record: rule, file, line, scope, title, key, outcome, new errors, new warnings, the first message.</summary>
    public string ToTsv()
        => string.Join(
            '\t',
            Report.Id,
            Report.File,
            Report.Line.ToString(CultureInfo.InvariantCulture),
            Scope,
            Report.Cell(Title),
            Key,
            Exception is not null ? "exception" : IsChanged ? "changed" : "no change",
            NewErrors.Length.ToString(CultureInfo.InvariantCulture),
            NewWarnings.Length.ToString(CultureInfo.InvariantCulture),
            Report.Cell(Exception ?? NewErrors.Concat(NewWarnings).FirstOrDefault("")));

    /// <summary>The difference below what was fixed and what it broke.</summary>
    public string ToFile()
        => string.Join('\n', ((string[])[$"{Report.Id} {Report.File}:{Report.Line}: {Report.Message}", $"fix ({Scope}): {Title} [{Key}]"])
            .Concat(NewErrors.Select(error => "new error: " + error))
            .Concat(NewWarnings.Select(warning => "new warning: " + warning))
            .Concat(Exception is null ? [] : ["exception: " + Exception])
            .Append("")
            .Append(Diff));
}
