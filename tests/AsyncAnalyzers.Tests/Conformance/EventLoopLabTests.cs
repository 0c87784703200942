using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>The rules report what the programs of the lab call flaws, and warn of nothing else in them.</summary>
public partial class EventLoopLabTests
{
    private const string Lab = "samples/EventLoopLab";

    public static TheoryData<string> Programs => [.. Repository.Files(Lab + "/Programs", "*.cs")];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task The_marked_lines_and_no_others_are_reported(string program)
    {
        string text = Repository.Read(program);
        (int Line, string Id)[] flaws = [.. text.Split('\n').SelectMany((line, i) => Mark().Matches(line).Select(mark => (i + 1, mark.Groups[1].Value)))];
        Assert.Equal(Rules().Matches(text).Select(rule => rule.Groups[1].Value).Order(), flaws.Select(flaw => flaw.Id).Order());

        IEnumerable<string> surroundings = Repository.Files(Lab + "/Lab", "*.cs")
            .Concat(Repository.Files("samples/AsyncAnalyzers.Showcase/Measuring", "*.cs"))
            .Append("samples/AsyncAnalyzers.Showcase/GlobalUsings.cs");
        TestedCode code = TestedCode.Create(text, "/" + program, surroundings.Select(file => ("/" + file, Repository.Read(file))));
        ImmutableArray<Diagnostic> errors = await code.ErrorsAsync();
        Assert.True(errors.IsEmpty, string.Join("\n", errors));

        ImmutableArray<Diagnostic> reports = await code.ReportsAsync();
        Assert.All(flaws, flaw => Assert.Contains(reports, report => (LineOf(report), report.Id) == flaw));
        Assert.Empty(reports.Where(report => report.Severity == DiagnosticSeverity.Warning && !flaws.Contains((LineOf(report), report.Id))));
    }

    private static int LineOf(Diagnostic report) => report.Location.GetLineSpan().StartLinePosition.Line + 1;

    [GeneratedRegex("// flaw: (ASYNC[0-9]{4})")]
    private static partial Regex Mark();

    [GeneratedRegex("Rule = \"(ASYNC[0-9]{4})\"")]
    private static partial Regex Rules();
}
